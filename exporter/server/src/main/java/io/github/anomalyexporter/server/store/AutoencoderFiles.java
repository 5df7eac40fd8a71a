package io.github.anomalyexporter.server.store;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.anomalyexporter.core.autoencoder.AutoencoderDetector;
import io.github.anomalyexporter.core.autoencoder.AutoencoderRow;
import io.github.anomalyexporter.core.autoencoder.AutoencoderStack;
import io.github.anomalyexporter.core.detector.Detector;
import io.github.anomalyexporter.core.detector.DetectorFormat;
import io.github.anomalyexporter.core.detector.TrainedInstance;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.feature.FittedScaler;
import io.github.anomalyexporter.core.model.Architecture;
import io.github.anomalyexporter.core.model.Autoencoder;
import io.github.anomalyexporter.core.model.AutoencoderFormat;
import io.github.anomalyexporter.core.model.Forecast;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Format of a stack of autoencoders: {@code scalers.json}, {@code forecasts}, {@code saved_model/}.
 */
public final class AutoencoderFiles implements DetectorFormat {
  /** Type in manifests; absent in manifests written before other types existed. */
  static final String TYPE = "autoencoder";

  private static final String SCALERS = "scalers.json";
  private static final String FORECASTS = "forecasts";
  private static final String SAVED_MODEL = "saved_model";

  private final AutoencoderFormat format;
  private final List<Integer> hidden;
  private final double minCoverage;

  /**
   * @param hidden widths of the hidden layers
   * @param minCoverage minimum coverage of the loaded detectors
   */
  public AutoencoderFiles(AutoencoderFormat format, List<Integer> hidden, double minCoverage) {
    this.format = format;
    this.hidden = List.copyOf(hidden);
    this.minCoverage = minCoverage;
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public List<Integer> hidden() {
    return hidden;
  }

  @Override
  public List<String> files() {
    return List.of(
        SCALERS,
        FORECASTS,
        SAVED_MODEL + "/saved_model.pb",
        SAVED_MODEL + "/variables/variables.index",
        SAVED_MODEL + "/variables/variables.data-00000-of-00001");
  }

  @Override
  public void save(Detector detector, Path directory) throws IOException {
    if (!(detector instanceof AutoencoderDetector autoencoders)) {
      throw new IllegalArgumentException(
          "expected a stack of autoencoders, found another detector");
    }
    List<AutoencoderRow> rows = autoencoders.trained().rows();
    Files.write(
        directory.resolve(SCALERS),
        ModelFiles.JSON
            .writer()
            .without(SerializationFeature.INDENT_OUTPUT)
            .writeValueAsBytes(rows.stream().map(ScalerRow::of).toList()));
    ForecastFile.write(
        directory.resolve(FORECASTS), rows.stream().map(AutoencoderRow::forecast).toList());
    Path savedModel = Files.createDirectory(directory.resolve(SAVED_MODEL));
    format.save(autoencoders.autoencoder(), savedModel);
  }

  @Override
  public Detector load(
      Path directory, FeatureSet features, int fleetSize, List<TrainedInstance> instances)
      throws IOException {
    Path file = directory.resolve(SCALERS);
    List<ScalerRow> scalers =
        ModelFiles.JSON.readValue(file.toFile(), new TypeReference<List<ScalerRow>>() {});
    if (scalers.size() != instances.size()) {
      throw new ModelStoreException(
          file,
          "is damaged: %s rows, the manifest has %s".formatted(scalers.size(), instances.size()));
    }
    List<Forecast> forecasts =
        ForecastFile.read(directory.resolve(FORECASTS), scalers.size(), features.size());
    Architecture architecture = new Architecture(features.size(), hidden);
    Autoencoder autoencoder = format.load(directory.resolve(SAVED_MODEL), architecture);
    try {
      List<AutoencoderRow> rows = new ArrayList<>();
      for (int row = 0; row < instances.size(); row++) {
        FittedScaler scaler = scalers.get(row).scaler(features);
        rows.add(
            new AutoencoderRow(
                instances.get(row), scaler, forecasts.get(row), scalers.get(row).error(scaler)));
      }
      AutoencoderStack stack =
          new AutoencoderStack(features, fleetSize, autoencoder.weights(), rows);
      return new AutoencoderDetector(stack, autoencoder, minCoverage);
    } catch (RuntimeException e) {
      autoencoder.close();
      throw e;
    }
  }
}
