package io.github.anomalyexporter.server.store;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.core.detector.TrainedInstance;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.feature.FittedScaler;
import io.github.anomalyexporter.core.feature.Scaling;
import io.github.anomalyexporter.core.model.Architecture;
import io.github.anomalyexporter.core.model.Autoencoder;
import io.github.anomalyexporter.core.model.AutoencoderFormat;
import io.github.anomalyexporter.core.series.Labels;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
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
 * The models of one detector: {@code <storage>/<detector>/<version>/}, versions in the order of
 * their names. A version is there as a whole or not at all: it is written beside the others under a
 * hidden name, forced to disk and renamed. For one process at a time to write; any may read.
 */
public final class ModelStore {
  private static final DateTimeFormatter VERSION =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private static final String MANIFEST = "manifest.json";
  private static final String SCALERS = "scalers.json";
  private static final String SAVED_MODEL = "saved_model";
  private static final String WITHDRAWN = "withdrawn";
  private static final String UNFINISHED = ".unfinished-";

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private final Path directory;
  private final String detector;
  private final int keepVersions;
  private final AutoencoderFormat format;

  public ModelStore(Path storage, String detector, int keepVersions, AutoencoderFormat format) {
    this.directory = storage.resolve(detector);
    this.detector = detector;
    this.keepVersions = keepVersions;
    this.format = format;
  }

  /**
   * Makes the directory, checks that it can be written to, and removes what a save that did not end
   * has left.
   *
   * @throws ModelStoreException where it cannot be written to
   */
  public void prepare() {
    try {
      Files.createDirectories(directory);
      Path probe = Files.createTempFile(directory, ".probe", "");
      Files.delete(probe);
      try (Stream<Path> paths = Files.list(directory)) {
        for (Path path : (Iterable<Path>) paths::iterator) {
          if (path.getFileName().toString().startsWith(UNFINISHED)) {
            DurableFiles.delete(path);
          }
        }
      }
    } catch (IOException e) {
      throw new ModelStoreException(
          directory, "expected a directory that can be written to, found " + reason(e), e);
    }
  }

  /**
   * Saves a version and removes the oldest beyond those to be kept.
   *
   * @param autoencoder of the trained detector's weights
   * @return its manifest
   * @throws ModelStoreException where it cannot be written; nothing of it is left then
   */
  public Manifest save(
      TrainedDetector trained, Autoencoder autoencoder, Manifest.Provenance provenance) {
    String version = freeVersion(provenance.createdAt());
    Manifest manifest =
        new Manifest(
            Manifest.FORMAT_VERSION,
            detector,
            version,
            provenance,
            trained.features().fingerprint(),
            IntStream.range(0, trained.features().size())
                .mapToObj(trained.features()::name)
                .toList(),
            new Manifest.Architecture(trained.scaling(), trained.weights().architecture().hidden()),
            trained.fleetSize(),
            trained.rows().stream().map(Manifest.Row::of).toList());
    Path unfinished = directory.resolve(UNFINISHED + version);
    try {
      Files.createDirectories(unfinished.resolve(SAVED_MODEL));
      Files.write(unfinished.resolve(MANIFEST), JSON.writeValueAsBytes(manifest));
      Files.write(
          unfinished.resolve(SCALERS),
          JSON.writer()
              .without(SerializationFeature.INDENT_OUTPUT)
              .writeValueAsBytes(trained.rows().stream().map(ScalerRow::of).toList()));
      format.save(autoencoder, unfinished.resolve(SAVED_MODEL));
      Checksums.write(unfinished);
      DurableFiles.publish(unfinished, directory.resolve(version));
      prune();
    } catch (IOException e) {
      try {
        DurableFiles.delete(unfinished);
      } catch (IOException again) {
        e.addSuppressed(again);
      }
      throw new ModelStoreException(
          directory.resolve(version), "could not be saved: " + reason(e), e);
    }
    return manifest;
  }

  private String freeVersion(Instant createdAt) {
    String version = VERSION.format(createdAt);
    String free = version;
    for (int i = 2; Files.exists(directory.resolve(free)); i++) {
      free = version + "-" + i;
    }
    return free;
  }

  private void prune() throws IOException {
    List<Path> versions = versions();
    for (Path version :
        versions.subList(Math.min(keepVersions, versions.size()), versions.size())) {
      // Renamed first: half a version must never look like a whole one.
      Path doomed = directory.resolve(UNFINISHED + version.getFileName());
      Files.move(version, doomed);
      DurableFiles.delete(doomed);
    }
  }

  /** Newest first. */
  private List<Path> versions() throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> paths = Files.list(directory)) {
      return paths
          .filter(Files::isDirectory)
          .filter(path -> !path.getFileName().toString().startsWith("."))
          .sorted(Comparator.reverseOrder())
          .toList();
    }
  }

  /**
   * Every version whose manifest can be read, newest first.
   *
   * @param refused is told of each other one, and why
   */
  public List<StoredModel> list(BiConsumer<Path, String> refused) {
    List<StoredModel> models = new ArrayList<>();
    try {
      for (Path version : versions()) {
        try {
          models.add(
              new StoredModel(
                  version, manifest(version), Files.exists(version.resolve(WITHDRAWN))));
        } catch (IOException | ModelStoreException e) {
          refused.accept(version, reason(e));
        }
      }
    } catch (IOException e) {
      throw new ModelStoreException(directory, "cannot be read: " + reason(e), e);
    }
    return models;
  }

  private Manifest manifest(Path version) throws IOException {
    Path file = version.resolve(MANIFEST);
    if (!Files.isRegularFile(file)) {
      throw new ModelStoreException(version, "is no model of anomaly-exporter: no " + MANIFEST);
    }
    int formatVersion;
    try {
      formatVersion = JSON.readTree(file.toFile()).path("format_version").asInt();
    } catch (JacksonException e) {
      throw new ModelStoreException(file, "is damaged: " + e.getOriginalMessage(), e);
    }
    if (formatVersion != Manifest.FORMAT_VERSION) {
      throw new ModelStoreException(
          file,
          "expected format version %d, found %d: written by another version of anomaly-exporter"
              .formatted(Manifest.FORMAT_VERSION, formatVersion));
    }
    return JSON.readValue(file.toFile(), Manifest.class);
  }

  /**
   * What a model must have been trained with to serve a detector.
   *
   * @param rateWindow of the queries; null where any will do
   */
  public record Schema(
      FeatureSet features, Scaling scaling, List<Integer> hidden, @Nullable Duration rateWindow) {}

  /**
   * Loads the newest version that is whole, was not withdrawn and fits the schema.
   *
   * @param refused is told of each newer one that is not, and why
   * @return empty where there is none; the detector must be trained then
   */
  public Optional<LoadedModel> load(Schema schema, BiConsumer<Path, String> refused) {
    for (StoredModel stored : list(refused)) {
      if (stored.withdrawn()) {
        continue;
      }
      try {
        return Optional.of(load(stored, schema));
      } catch (IOException | IllegalArgumentException | ModelStoreException e) {
        refused.accept(stored.directory(), reason(e));
      }
    }
    return Optional.empty();
  }

  private LoadedModel load(StoredModel stored, Schema schema) throws IOException {
    Manifest manifest = stored.manifest();
    if (!manifest.detector().equals(detector)) {
      throw new ModelStoreException(
          stored.directory(), "belongs to the detector " + manifest.detector());
    }
    requireSame(stored, "features", manifest.featureFingerprint(), schema.features().fingerprint());
    requireSame(
        stored,
        "scaling and layers",
        manifest.architecture(),
        new Manifest.Architecture(schema.scaling(), schema.hidden()));
    if (schema.rateWindow() != null) {
      requireSame(stored, "rate window", manifest.provenance().rateWindow(), schema.rateWindow());
    }
    Checksums.verify(stored.directory());
    List<ScalerRow> scalers =
        JSON.readValue(
            stored.directory().resolve(SCALERS).toFile(), new TypeReference<List<ScalerRow>>() {});
    FeatureSet features = schema.features();
    Architecture architecture = Architecture.of(features.size(), schema.hidden(), schema.scaling());
    Autoencoder autoencoder = format.load(stored.directory().resolve(SAVED_MODEL), architecture);
    try {
      List<TrainedInstance> rows = new ArrayList<>();
      for (int row = 0; row < manifest.rows().size(); row++) {
        rows.add(trained(manifest.rows().get(row), scalers.get(row), features));
      }
      TrainedDetector trained =
          new TrainedDetector(
              features, schema.scaling(), manifest.fleetSize(), autoencoder.weights(), rows);
      return new LoadedModel(manifest, trained, autoencoder);
    } catch (RuntimeException e) {
      autoencoder.close();
      throw e;
    }
  }

  private static void requireSame(
      StoredModel stored, String what, Object trained, Object configured) {
    if (!trained.equals(configured)) {
      throw new ModelStoreException(
          stored.directory(),
          "was trained with other %s: expected %s, found %s".formatted(what, configured, trained));
    }
  }

  private static TrainedInstance trained(
      Manifest.Row row, ScalerRow scalerRow, FeatureSet features) {
    FittedScaler scaler = scalerRow.scaler(features);
    return new TrainedInstance(
        Labels.of(row.instance()),
        row.trainedAt(),
        row.history(),
        row.trainingRows(),
        scaler,
        scalerRow.error(scaler),
        row.calibration(),
        row.report());
  }

  /**
   * Withdraws the version that serves now, so that the one before it does.
   *
   * @return the withdrawn one and the one that serves from now on
   * @throws ModelStoreException where there is none before it
   */
  public Rollback rollback() {
    List<StoredModel> serving =
        list((path, reason) -> {}).stream().filter(model -> !model.withdrawn()).toList();
    if (serving.size() < 2) {
      throw new ModelStoreException(
          directory,
          "expected a model before the one that serves, found %d in all".formatted(serving.size()));
    }
    try {
      Files.createFile(serving.get(0).directory().resolve(WITHDRAWN));
    } catch (IOException e) {
      throw new ModelStoreException(
          serving.get(0).directory(), "cannot be withdrawn: " + reason(e), e);
    }
    return new Rollback(serving.get(0), serving.get(1));
  }

  /** What a rollback changed. */
  public record Rollback(StoredModel withdrawn, StoredModel serving) {}

  /** A manifest as it is stored. */
  public static String toJson(Manifest manifest) throws JsonProcessingException {
    return JSON.writeValueAsString(manifest);
  }

  /** When each instance of the board was last seen, so that a restart does not forget it. */
  public Map<Labels, Instant> readKnownInstances() {
    return KnownInstances.read(directory, JSON);
  }

  /** See {@link #readKnownInstances}. */
  public void writeKnownInstances(Map<Labels, Instant> known) {
    try {
      KnownInstances.write(directory, JSON, known);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String reason(Exception e) {
    if (e instanceof JacksonException json) {
      return json.getOriginalMessage();
    } else if (e instanceof IOException file) {
      return FileProblem.describe(file);
    }
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }
}
