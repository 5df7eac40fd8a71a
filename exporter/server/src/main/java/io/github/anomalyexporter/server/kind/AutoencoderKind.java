package io.github.anomalyexporter.server.kind;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.anomalyexporter.core.autoencoder.AutoencoderDetector;
import io.github.anomalyexporter.core.autoencoder.AutoencoderRow;
import io.github.anomalyexporter.core.autoencoder.AutoencoderStack;
import io.github.anomalyexporter.core.autoencoder.AutoencoderTraining;
import io.github.anomalyexporter.core.detector.Detector;
import io.github.anomalyexporter.core.detector.DetectorKind;
import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.core.detector.TrainedInstance;
import io.github.anomalyexporter.core.detector.Training;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.feature.FittedScaler;
import io.github.anomalyexporter.core.model.Architecture;
import io.github.anomalyexporter.core.model.AutoencoderFormat;
import io.github.anomalyexporter.core.model.AutoencoderTrainer;
import io.github.anomalyexporter.core.model.Forecast;
import io.github.anomalyexporter.core.model.Inference;
import io.github.anomalyexporter.core.model.Weights;
import io.github.anomalyexporter.core.score.ThresholdOptions;
import io.github.anomalyexporter.server.files.StoredJson;
import io.github.anomalyexporter.server.savedmodel.SavedWeights;
import io.github.anomalyexporter.tensorflow.NativeLibrary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Forecasts, and autoencoders of their errors. Files: {@code scalers.json}, {@code forecasts},
 * {@code saved_model/}.
 *
 * @param format in which the weights are saved: a SavedModel
 * @param inference runs the trained networks, for scores and for calibrated thresholds
 */
public record AutoencoderKind(
    AutoencoderTrainer trainer, AutoencoderFormat format, Inference inference)
    implements DetectorKind {
  /** Name of the kind; absent in manifests written before other kinds existed. */
  static final String NAME = "autoencoder";

  private static final String SCALERS = "scalers.json";
  private static final String FORECASTS = "forecasts";
  private static final String SAVED_MODEL = "saved_model";

  private static final ObjectMapper JSON = StoredJson.mapper(Runtime.getRuntime().maxMemory());

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean hasNetwork() {
    return true;
  }

  @Override
  public AutoencoderKind with(Inference other) {
    return new AutoencoderKind(trainer, format, other);
  }

  @Override
  public ThresholdOptions defaultThreshold() {
    return ThresholdOptions.DEFAULT;
  }

  @Override
  public void requireRuntime() {
    NativeLibrary.load();
  }

  @Override
  public int rowsBefore(FeatureSet features) {
    return AutoencoderDetector.rowsBefore(features);
  }

  /** Most of a row are the weights of its forecast; the network has about as many as one lag. */
  @Override
  public long modelBytes(FeatureSet features, int instances) {
    return (long) instances * (Forecast.LAGS + 2) * features.size() * features.size() * Float.BYTES;
  }

  @Override
  public @Nullable TrainedDetector train(Training training, @Nullable TrainedDetector into) {
    return new AutoencoderTraining(trainer, inference).train(training, into);
  }

  @Override
  public Detector open(TrainedDetector trained, double minCoverage) {
    AutoencoderStack stack = AutoencoderStack.of(trained);
    return new AutoencoderDetector(stack, inference.open(stack.weights()), minCoverage);
  }

  @Override
  public List<String> files() {
    return List.of(
        SCALERS,
        FORECASTS,
        SAVED_MODEL + "/saved_model.pb",
        SAVED_MODEL + "/" + SavedWeights.INDEX,
        SAVED_MODEL + "/" + SavedWeights.DATA);
  }

  @Override
  public void save(TrainedDetector trained, Path directory) throws IOException {
    AutoencoderStack stack = AutoencoderStack.of(trained);
    Files.write(
        directory.resolve(SCALERS),
        JSON.writer()
            .without(SerializationFeature.INDENT_OUTPUT)
            .writeValueAsBytes(stack.rows().stream().map(ScalerRow::of).toList()));
    ForecastFile.write(
        directory.resolve(FORECASTS), stack.rows().stream().map(AutoencoderRow::forecast).toList());
    format.save(stack.weights(), Files.createDirectory(directory.resolve(SAVED_MODEL)));
  }

  @Override
  public TrainedDetector load(
      Path directory,
      FeatureSet features,
      List<Integer> layers,
      int fleetSize,
      List<TrainedInstance> instances)
      throws IOException {
    Path file = directory.resolve(SCALERS);
    List<ScalerRow> scalers =
        JSON.readValue(file.toFile(), new TypeReference<List<ScalerRow>>() {});
    if (scalers.size() != instances.size()) {
      throw new IOException(
          "%s: is damaged: %s rows, the manifest has %s"
              .formatted(file, scalers.size(), instances.size()));
    }
    List<Forecast> forecasts =
        ForecastFile.read(directory.resolve(FORECASTS), scalers.size(), features.size());
    Weights weights =
        SavedWeights.read(
            directory.resolve(SAVED_MODEL), new Architecture(features.size(), layers));
    List<AutoencoderRow> rows = new ArrayList<>();
    for (int row = 0; row < instances.size(); row++) {
      FittedScaler scaler = scalers.get(row).scaler(features);
      rows.add(
          new AutoencoderRow(
              instances.get(row), scaler, forecasts.get(row), scalers.get(row).error(scaler)));
    }
    return new AutoencoderStack(features, fleetSize, weights, rows);
  }
}
