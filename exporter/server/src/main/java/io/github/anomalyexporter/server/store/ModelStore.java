package io.github.anomalyexporter.server.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.anomalyexporter.core.detector.DetectorKind;
import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.config.FormerPreset;
import io.github.anomalyexporter.server.exemption.LeftOut;
import io.github.anomalyexporter.server.failure.FailureReason;
import io.github.anomalyexporter.server.files.DurableFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Models of one detector: {@code <storage>/<detector>/<version>/}, versions ordered by name. A
 * version exists completely or not at all: it is written under a hidden name in the same directory,
 * forced to disk and renamed. One process at a time may write; any process may read.
 */
public final class ModelStore {
  private static final Logger LOGGER = LoggerFactory.getLogger(ModelStore.class);

  private static final DateTimeFormatter VERSION =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final Pattern VERSION_NAME = Pattern.compile("\\d{8}T\\d{6}Z(-\\d+)?");

  private static final String WITHDRAWN = "withdrawn";
  private static final String UNFINISHED = ".unfinished-";

  /** A file of some blocks, because an empty file can be created on a full disk. */
  private static final long LEAST_ROOM = 1 << 16;

  private final Path storage;
  private final Path directory;
  private final String detector;
  private final int keepVersions;
  private final DetectorKind kind;
  private final ModelFiles files;

  public ModelStore(Path storage, String detector, int keepVersions, DetectorKind kind) {
    this.storage = storage;
    this.directory = storage.resolve(detector);
    this.detector = detector;
    this.keepVersions = keepVersions;
    this.kind = kind;
    this.files = new ModelFiles(kind);
  }

  /**
   * Creates the directory, checks that it is writable, and removes the remains of incomplete saves.
   * Must not be called during a save.
   *
   * @throws ModelStoreException if it is not writable
   */
  public void prepare() {
    requireWritable();
    try (Stream<Path> paths = Files.list(directory)) {
      for (Path path : (Iterable<Path>) paths::iterator) {
        String name = path.getFileName().toString();
        if (name.startsWith(UNFINISHED) || name.startsWith(DurableFiles.PROBE)) {
          DurableFiles.delete(path);
        }
      }
    } catch (IOException e) {
      throw notWritable(e);
    }
  }

  /**
   * Creates the directory and checks that it is writable; it may be full.
   *
   * @throws ModelStoreException if it is not writable
   */
  public void requireWritable() {
    try {
      Files.createDirectories(directory);
      DurableFiles.probe(directory, 0);
    } catch (IOException e) {
      throw notWritable(e);
    }
  }

  private ModelStoreException notWritable(IOException e) {
    return new ModelStoreException(
        directory, "expected a directory that can be written to, found " + FailureReason.of(e), e);
  }

  /**
   * Checks that a further version can be saved by writing as many bytes as the newest version has:
   * a full disk is detected before the history is queried.
   *
   * @throws ModelStoreException if it cannot be saved
   */
  public void requireRoom() {
    requireLock();
    try {
      List<Path> versions = versions();
      long newest = versions.isEmpty() ? 0 : DurableFiles.size(versions.get(0));
      DurableFiles.probe(directory, Math.max(LEAST_ROOM, newest));
    } catch (IOException e) {
      throw new ModelStoreException(
          directory, "expected room for another model, found " + FailureReason.of(e), e);
    }
  }

  /**
   * Saves a version and removes the oldest versions beyond {@code storage.keep_versions}.
   *
   * @param leftOut rows left out of the history, by instance, as far as known
   * @return its manifest
   * @throws ModelStoreException if it cannot be written; no files are left then
   */
  public Manifest save(
      TrainedDetector trained, Manifest.Provenance provenance, Map<Labels, LeftOut> leftOut) {
    requireLock();
    String version = freeVersion(provenance.createdAt());
    Manifest manifest =
        new Manifest(
            Manifest.FORMAT_VERSION,
            detector,
            kind.name(),
            version,
            provenance,
            trained.features().fingerprint(),
            IntStream.range(0, trained.features().size())
                .mapToObj(trained.features()::name)
                .toList(),
            new Manifest.Architecture(trained.layers()),
            trained.fleetSize(),
            trained.instances().stream()
                .map(row -> Manifest.Row.of(row, leftOut.get(row.instance())))
                .toList(),
            kind.files());
    Path unfinished = directory.resolve(UNFINISHED + version);
    try {
      Files.createDirectories(unfinished);
      files.write(unfinished, manifest, trained);
      DurableFiles.publish(unfinished, directory.resolve(version));
    } catch (IOException e) {
      remove(unfinished, e);
      throw new ModelStoreException(
          directory.resolve(version), "could not be saved: " + FailureReason.of(e), e);
    } catch (RuntimeException e) {
      remove(unfinished, e);
      throw e;
    }
    prune();
    return manifest;
  }

  private static void remove(Path unfinished, Exception failure) {
    try {
      DurableFiles.delete(unfinished);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  /**
   * Returns a name later than all existing versions, even if the clock was set back, so that the
   * newest version is the last.
   */
  private String freeVersion(Instant createdAt) {
    String version = VERSION.format(laterThanAll(createdAt));
    String free = version;
    for (int i = 2; Files.exists(directory.resolve(free)); i++) {
      free = version + "-" + i;
    }
    return free;
  }

  private Instant laterThanAll(Instant createdAt) {
    Instant second = createdAt.truncatedTo(ChronoUnit.SECONDS);
    try {
      return versions().stream()
          .map(path -> path.getFileName().toString())
          .filter(VERSION_NAME.asMatchPredicate())
          .map(name -> VERSION.parse(name.replaceFirst("-.*", ""), Instant::from))
          .filter(existing -> existing.isAfter(second))
          .max(Comparator.naturalOrder())
          .map(newest -> newest.plusSeconds(1))
          .orElse(second);
    } catch (IOException | DateTimeException e) {
      LOGGER.warn("{}: the versions cannot be listed: {}", directory, e.toString());
      return second;
    }
  }

  /**
   * Removes old versions; a failure is logged and does not prevent the new version from becoming
   * active.
   */
  private void prune() {
    try {
      List<Path> versions = versions();
      versions.removeIf(path -> !VERSION_NAME.matcher(path.getFileName().toString()).matches());
      for (Path version :
          versions.subList(Math.min(keepVersions, versions.size()), versions.size())) {
        // Renamed first, so that a partly deleted version is not taken for a complete version.
        Path doomed = directory.resolve(UNFINISHED + version.getFileName());
        Files.move(version, doomed);
        DurableFiles.delete(doomed);
      }
    } catch (IOException e) {
      LOGGER.warn("{}: an old version could not be removed: {}", directory, e.toString());
    }
  }

  /**
   * Returns all directories without a leading dot, by name in descending order, including
   * directories not created by the exporter.
   */
  private List<Path> versions() throws IOException {
    if (!Files.isDirectory(directory)) {
      return new ArrayList<>();
    }
    try (Stream<Path> paths = Files.list(directory)) {
      return paths
          .filter(Files::isDirectory)
          .filter(path -> !path.getFileName().toString().startsWith("."))
          .sorted(Comparator.reverseOrder())
          .collect(Collectors.toCollection(ArrayList::new));
    }
  }

  /**
   * Returns all versions with a readable manifest, newest first.
   *
   * @param refused receives each other version and the reason
   */
  public List<StoredModel> list(BiConsumer<Path, String> refused) {
    List<StoredModel> models = new ArrayList<>();
    try {
      for (Path version : versions()) {
        try {
          models.add(
              new StoredModel(
                  version,
                  ModelFiles.readManifest(version),
                  Files.exists(version.resolve(WITHDRAWN))));
        } catch (IOException | ModelStoreException e) {
          refused.accept(version, FailureReason.of(e));
        }
      }
    } catch (IOException e) {
      throw new ModelStoreException(directory, "cannot be read: " + FailureReason.of(e), e);
    }
    return models;
  }

  /**
   * Requirements on a stored model, in addition to its format, to be used by a detector.
   *
   * @param layers widths of the hidden layers; empty for a kind without a network
   * @param rateWindow rate window of the queries; null to accept any
   */
  public record Schema(FeatureSet features, List<Integer> layers, @Nullable Duration rateWindow) {
    /**
     * Returns whether a model of this fingerprint was trained by version 0.1.0 with the same
     * features.
     */
    boolean servesFormer(String fingerprint) {
      return FormerPreset.of(features).fingerprint().equals(fingerprint);
    }
  }

  /**
   * Loads the newest version that is complete, not withdrawn and compatible with the schema.
   *
   * @param refused receives each newer version that is refused, and the reason
   * @return empty if no version qualifies; the detector must be trained then
   */
  public Optional<LoadedModel> load(Schema schema, BiConsumer<Path, String> refused) {
    return list(refused).stream()
        .map(stored -> load(stored, schema, refused))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /**
   * Returns the version that {@link #load} would return; it is loaded for the check.
   *
   * @param refused receives each newer version that is refused, and the reason
   */
  public Optional<StoredModel> serving(Schema schema, BiConsumer<Path, String> refused) {
    return accepted(schema, refused).findFirst();
  }

  /** Returns the accepted versions, newest first; each is loaded lazily. */
  private Stream<StoredModel> accepted(Schema schema, BiConsumer<Path, String> refused) {
    return list(refused).stream().filter(stored -> load(stored, schema, refused).isPresent());
  }

  private Optional<LoadedModel> load(
      StoredModel stored, Schema schema, BiConsumer<Path, String> refused) {
    if (stored.withdrawn()) {
      return Optional.empty();
    }
    try {
      return Optional.of(load(stored, schema));
    } catch (IOException | IllegalArgumentException | ModelStoreException e) {
      refused.accept(stored.directory(), FailureReason.of(e));
      return Optional.empty();
    }
  }

  private LoadedModel load(StoredModel stored, Schema schema) throws IOException {
    Manifest manifest = stored.manifest();
    if (!manifest.detector().equals(detector)) {
      throw new ModelStoreException(
          stored.directory(), "belongs to the detector " + manifest.detector());
    }
    return files.load(stored.directory(), manifest, schema);
  }

  /**
   * Withdraws the version that {@link #load} would return, so that the previous version becomes
   * active.
   *
   * @return the withdrawn version and the new active version
   * @throws ModelStoreException if no older version would be loaded
   */
  public Rollback rollback(Schema schema) {
    List<StoredModel> serving = accepted(schema, (path, reason) -> {}).limit(2).toList();
    if (serving.size() < 2) {
      throw new ModelStoreException(
          directory,
          "expected a model older than the active model, found %s usable models; see: anomaly-exporter models list"
              .formatted(serving.size()));
    }
    try {
      Files.createFile(serving.get(0).directory().resolve(WITHDRAWN));
    } catch (IOException e) {
      throw new ModelStoreException(
          serving.get(0).directory(), "cannot be withdrawn: " + FailureReason.of(e), e);
    }
    return new Rollback(serving.get(0), serving.get(1));
  }

  /** Result of a rollback. */
  public record Rollback(StoredModel withdrawn, StoredModel serving) {}

  /**
   * Checks that no other exporter writes to the storage, if this process has locked it.
   *
   * @throws ModelStoreException if another exporter does
   */
  public void requireLock() {
    StorageLock.require(storage);
  }

  /** Returns a manifest in its stored form. */
  public static String toJson(Manifest manifest) throws JsonProcessingException {
    return ModelFiles.JSON.writeValueAsString(manifest);
  }

  /**
   * Returns the time at which each instance of the score board was last found, kept across
   * restarts.
   */
  public Map<Labels, Instant> readKnownInstances() {
    return KnownInstances.read(directory, ModelFiles.JSON);
  }

  /** See {@link #readKnownInstances}. */
  public void writeKnownInstances(Map<Labels, Instant> known) {
    requireLock();
    try {
      KnownInstances.write(directory, ModelFiles.JSON, known);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
