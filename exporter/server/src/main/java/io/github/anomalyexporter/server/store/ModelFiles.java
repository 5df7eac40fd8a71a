package io.github.anomalyexporter.server.store;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.core.detector.TrainedInstance;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.feature.FittedScaler;
import io.github.anomalyexporter.core.model.Architecture;
import io.github.anomalyexporter.core.model.Autoencoder;
import io.github.anomalyexporter.core.model.AutoencoderFormat;
import io.github.anomalyexporter.core.model.Forecast;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.store.ModelStore.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files of one version: {@code manifest.json}, {@code scalers.json}, {@code saved_model/}. */
final class ModelFiles {
  private static final String MANIFEST = "manifest.json";
  private static final String SCALERS = "scalers.json";
  private static final String FORECASTS = "forecasts";
  private static final String SAVED_MODEL = "saved_model";

  static final ObjectMapper JSON =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private final AutoencoderFormat format;

  ModelFiles(AutoencoderFormat format) {
    this.format = format;
  }

  /** Writes all files and their checksums into an empty directory. */
  void write(Path version, Manifest manifest, TrainedDetector trained, Autoencoder autoencoder)
      throws IOException {
    Files.write(version.resolve(MANIFEST), JSON.writeValueAsBytes(manifest));
    Files.write(
        version.resolve(SCALERS),
        JSON.writer()
            .without(SerializationFeature.INDENT_OUTPUT)
            .writeValueAsBytes(trained.rows().stream().map(ScalerRow::of).toList()));
    ForecastFile.write(
        version.resolve(FORECASTS),
        trained.rows().stream().map(TrainedInstance::forecast).toList());
    Path savedModel = Files.createDirectory(version.resolve(SAVED_MODEL));
    format.save(autoencoder, savedModel);
    Checksums.write(version);
  }

  /**
   * Reads the manifest only.
   *
   * @throws ModelStoreException where there is none, or one of another format
   */
  static Manifest readManifest(Path version) throws IOException {
    Path file = version.resolve(MANIFEST);
    if (!Files.isRegularFile(file)) {
      throw new ModelStoreException(version, "is no model of anomaly-exporter: no " + MANIFEST);
    }
    try {
      JsonNode root = JSON.readTree(file.toFile());
      if (!root.isObject()) {
        throw new ModelStoreException(file, "is damaged: it is no JSON object");
      }
      int formatVersion = root.path("format_version").asInt();
      if (formatVersion != Manifest.FORMAT_VERSION) {
        throw new ModelStoreException(
            file,
            "expected format version %d, found %d: written by another version of anomaly-exporter"
                .formatted(Manifest.FORMAT_VERSION, formatVersion));
      }
      return JSON.treeToValue(root, Manifest.class);
    } catch (JacksonException e) {
      throw new ModelStoreException(file, "is damaged: " + FailureReason.of(e), e);
    }
  }

  /**
   * Reads all of a version.
   *
   * @throws ModelStoreException where it is damaged or was trained with another schema
   */
  LoadedModel load(Path version, Manifest manifest, Schema schema) throws IOException {
    Checksums.verify(version);
    requireSame(
        version, "features", manifest.featureFingerprint(), schema.features().fingerprint());
    requireSame(
        version, "layers", manifest.architecture(), new Manifest.Architecture(schema.hidden()));
    if (schema.rateWindow() != null) {
      requireSame(version, "rate window", manifest.provenance().rateWindow(), schema.rateWindow());
    }
    Path file = version.resolve(SCALERS);
    List<ScalerRow> scalers =
        JSON.readValue(file.toFile(), new TypeReference<List<ScalerRow>>() {});
    if (scalers.size() != manifest.rows().size()) {
      throw new ModelStoreException(
          file,
          "is damaged: %d rows, the manifest has %d"
              .formatted(scalers.size(), manifest.rows().size()));
    }
    FeatureSet features = schema.features();
    List<Forecast> forecasts =
        ForecastFile.read(version.resolve(FORECASTS), scalers.size(), features.size());
    Architecture architecture = new Architecture(features.size(), schema.hidden());
    Autoencoder autoencoder = format.load(version.resolve(SAVED_MODEL), architecture);
    try {
      List<TrainedInstance> rows = new ArrayList<>();
      for (int row = 0; row < manifest.rows().size(); row++) {
        rows.add(trained(manifest.rows().get(row), scalers.get(row), forecasts.get(row), features));
      }
      TrainedDetector trained =
          new TrainedDetector(features, manifest.fleetSize(), autoencoder.weights(), rows);
      return new LoadedModel(manifest, trained, autoencoder);
    } catch (RuntimeException e) {
      autoencoder.close();
      throw e;
    }
  }

  private static void requireSame(Path version, String what, Object trained, Object configured) {
    if (!trained.equals(configured)) {
      throw new ModelStoreException(
          version,
          "was trained with other %s: expected %s, found %s".formatted(what, configured, trained));
    }
  }

  private static TrainedInstance trained(
      Manifest.Row row, ScalerRow scalerRow, Forecast forecast, FeatureSet features) {
    FittedScaler scaler = scalerRow.scaler(features);
    return new TrainedInstance(
        Labels.of(row.instance()),
        row.trainedAt(),
        row.history(),
        row.trainingRows(),
        scaler,
        forecast,
        scalerRow.error(scaler),
        row.calibration(),
        row.report(),
        row.refused());
  }
}
