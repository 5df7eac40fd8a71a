package io.github.anomalyexporter.server.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.anomalyexporter.core.detector.DetectorKind;
import io.github.anomalyexporter.core.detector.KnownInstance;
import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.config.FormerPreset;
import io.github.anomalyexporter.server.exemption.LeftOut;
import io.github.anomalyexporter.server.failure.FailureReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Models of one detector: {@code <storage>/<detector>/<version>/}, versions ordered by name. A
 * version exists completely or not at all: it is written under a hidden name in the same directory,
 * forced to disk and renamed. One process at a time may write; any process may read.
 */
public final class ModelStore {
  private final Path storage;
  private final Path directory;
  private final ModelVersions versions;
  private final String detector;
  private final DetectorKind kind;
  private final ModelFiles files;

  public ModelStore(Path storage, String detector, int keepVersions, DetectorKind kind) {
    this.storage = storage;
    this.directory = storage.resolve(detector);
    this.versions = new ModelVersions(directory, keepVersions);
    this.detector = detector;
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
    versions.prepare();
  }

  /**
   * Creates the directory and checks that it is writable; it may be full.
   *
   * @throws ModelStoreException if it is not writable
   */
  public void requireWritable() {
    versions.requireWritable();
  }

  /**
   * Checks that a further version can be saved by writing as many bytes as the newest version has:
   * a full disk is detected before the history is queried.
   *
   * @throws ModelStoreException if it cannot be saved
   */
  public void requireRoom() {
    requireLock();
    versions.requireRoom();
  }

  /**
   * Saves a version and removes old versions beyond {@code storage.keep_versions}.
   *
   * @param leftOut rows left out of the history, by instance, as far as known
   * @return its manifest
   * @throws ModelStoreException if it cannot be written; no files are left then
   */
  public Manifest save(
      TrainedDetector trained, Manifest.Provenance provenance, Map<Labels, LeftOut> leftOut) {
    requireLock();
    String version = versions.free(provenance.createdAt());
    Manifest manifest = manifest(version, trained, provenance, leftOut);
    versions.save(version, unfinished -> files.write(unfinished, manifest, trained));
    return manifest;
  }

  Manifest manifest(
      String version,
      TrainedDetector trained,
      Manifest.Provenance provenance,
      Map<Labels, LeftOut> leftOut) {
    return new Manifest(
        Manifest.FORMAT_VERSION,
        detector,
        kind.name(),
        version,
        provenance,
        trained.features().fingerprint(),
        IntStream.range(0, trained.features().size()).mapToObj(trained.features()::name).toList(),
        new Manifest.Architecture(trained.layers()),
        trained.fleetSize(),
        trained.instances().stream()
            .map(row -> Manifest.Row.of(row, leftOut.get(row.instance())))
            .toList(),
        kind.files());
  }

  /** Returns the blocks of a training of this detector that has not ended. */
  public UnfinishedTraining unfinished() {
    return new UnfinishedTraining(this, directory, files);
  }

  /**
   * Returns all versions with a readable manifest, newest first.
   *
   * @param refused receives each other version and the reason
   */
  public List<StoredModel> list(BiConsumer<Path, String> refused) {
    List<StoredModel> models = new ArrayList<>();
    try {
      for (Path version : versions.all()) {
        try {
          models.add(
              new StoredModel(
                  version,
                  ModelFiles.readManifest(version),
                  Files.exists(version.resolve(ModelRollback.WITHDRAWN))));
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
   * Returns the names of all versions, newest first, those of withdrawn versions marked. It reads
   * no version, and changes whenever another one may become active.
   *
   * @throws ModelStoreException if the directory cannot be read
   */
  public List<String> versions() {
    try {
      return versions.names();
    } catch (IOException e) {
      throw new ModelStoreException(directory, "cannot be read: " + FailureReason.of(e), e);
    }
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
   * Withdraws the active version and those after it, so that an older version becomes active.
   *
   * @param active version to roll back from; null for the version that {@link #load} would return
   * @param wanted version to roll back to; null for the previous version that {@link #load} would
   *     return
   * @throws RollbackRefusedException if no such version would be loaded
   * @throws ModelStoreException if a version cannot be withdrawn
   */
  public Rollback rollback(Schema schema, @Nullable String active, @Nullable String wanted) {
    requireLock();
    return new ModelRollback(directory, this::load, schema)
        .run(list((path, reason) -> {}), active, wanted);
  }

  /**
   * Result of a rollback.
   *
   * @param withdrawn version that was active
   * @param serving version that {@link #load} now returns
   */
  public record Rollback(String withdrawn, StoredModel serving) {}

  /**
   * Returns the time of the last training of all instances whose model was withdrawn; empty if none
   * was.
   *
   * @param before later trainings are ignored: the clock was set back
   */
  public Optional<Instant> lastWithdrawn(Instant before) {
    try {
      return versions.all().stream()
          .filter(version -> Files.exists(version.resolve(ModelRollback.WITHDRAWN)))
          .map(ModelStore::trainedAll)
          .flatMap(Optional::stream)
          .filter(time -> !time.isAfter(before))
          .max(Comparator.naturalOrder());
    } catch (IOException e) {
      throw new ModelStoreException(directory, "cannot be read: " + FailureReason.of(e), e);
    }
  }

  private static Optional<Instant> trainedAll(Path version) {
    try {
      return Optional.of(ModelFiles.readManifest(version).provenance().trainedAll());
    } catch (IOException | ModelStoreException e) {
      return Optional.empty();
    }
  }

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

  /** Returns what was known of each instance of the score board, kept across restarts. */
  public Map<Labels, KnownInstance> readKnownInstances() {
    return KnownInstances.read(directory, ModelFiles.JSON);
  }

  /** See {@link #readKnownInstances}. */
  public void writeKnownInstances(Map<Labels, KnownInstance> known) {
    requireLock();
    KnownInstances.write(directory, ModelFiles.JSON, known);
  }
}
