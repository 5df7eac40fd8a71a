package io.github.anomalyexporter.server.kind;

import io.github.anomalyexporter.core.baseline.BaselineDetector;
import io.github.anomalyexporter.core.baseline.BaselineRow;
import io.github.anomalyexporter.core.baseline.BaselineRows;
import io.github.anomalyexporter.core.baseline.BaselineTraining;
import io.github.anomalyexporter.core.baseline.RowModel;
import io.github.anomalyexporter.core.baseline.RowModelKind;
import io.github.anomalyexporter.core.detector.Detector;
import io.github.anomalyexporter.core.detector.DetectorKind;
import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.core.detector.TrainedInstance;
import io.github.anomalyexporter.core.detector.Training;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.feature.FittedScaler;
import io.github.anomalyexporter.core.score.ThresholdOptions;
import io.github.anomalyexporter.server.failure.FailureReason;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Models of single rows. One binary file, {@code models}: for each row of the detector its scaler
 * (mean and deviation as doubles for each known input) and the parameters of its model.
 */
public final class BaselineKind implements DetectorKind {
  private static final String MODELS = "models";

  private final String name;
  private final RowModelKind models;

  public BaselineKind(String name, RowModelKind models) {
    this.name = name;
    this.models = models;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean hasNetwork() {
    return false;
  }

  @Override
  public ThresholdOptions defaultThreshold() {
    return BaselineTraining.DEFAULT_THRESHOLD;
  }

  @Override
  public void requireRuntime() {}

  @Override
  public int rowsBefore(FeatureSet features) {
    return BaselineDetector.rowsBefore(features);
  }

  @Override
  public long modelBytes(FeatureSet features, int instances) {
    return BaselineTraining.modelBytes(models, features, instances);
  }

  @Override
  public @Nullable TrainedDetector train(Training training, @Nullable TrainedDetector into) {
    return BaselineTraining.train(models, training, into);
  }

  @Override
  public Detector open(TrainedDetector trained, double minCoverage) {
    return new BaselineDetector(BaselineRows.of(trained), minCoverage);
  }

  @Override
  public List<String> files() {
    return List.of(MODELS);
  }

  @Override
  public void save(TrainedDetector trained, Path directory) throws IOException {
    try (DataOutputStream out =
        new DataOutputStream(
            new BufferedOutputStream(Files.newOutputStream(directory.resolve(MODELS))))) {
      for (BaselineRow row : BaselineRows.of(trained).rows()) {
        for (int input = 0; input < row.scaler().inputs(); input++) {
          FittedScaler.Parameters parameters = row.scaler().parameters(input);
          out.writeUTF(parameters.kind().name());
          out.writeDouble(parameters.mean());
          out.writeDouble(parameters.deviation());
        }
        FloatArrays.write(row.model().numbers(), out);
      }
      for (BaselineRow row : BaselineRows.of(trained).rows()) {
        writeRanges(row.scaler(), out);
      }
    }
  }

  /** Writes the range of each input in the history, NaN where it is not known. */
  private static void writeRanges(FittedScaler scaler, DataOutputStream out) throws IOException {
    for (int input = 0; input < scaler.inputs(); input++) {
      FittedScaler.Parameters parameters = scaler.parameters(input);
      out.writeDouble(Objects.requireNonNullElse(parameters.least(), Double.NaN));
      out.writeDouble(Objects.requireNonNullElse(parameters.greatest(), Double.NaN));
    }
  }

  @Override
  public TrainedDetector load(
      Path directory,
      FeatureSet features,
      List<Integer> layers,
      int fleetSize,
      List<TrainedInstance> instances)
      throws IOException {
    Path file = directory.resolve(MODELS);
    long numbers = Files.size(file) / Float.BYTES;
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      List<List<FittedScaler.Parameters>> scalers = new ArrayList<>();
      List<RowModel> rowModels = new ArrayList<>();
      for (int row = 0; row < instances.size(); row++) {
        scalers.add(parameters(in, features));
        rowModels.add(models.of(FloatArrays.read(in, numbers), features.size()));
      }
      boolean hasRanges = in.available() > 0;
      List<BaselineRow> rows = new ArrayList<>();
      for (int row = 0; row < instances.size(); row++) {
        FittedScaler scaler =
            FittedScaler.of(
                features, hasRanges ? withRanges(scalers.get(row), in) : scalers.get(row));
        rows.add(new BaselineRow(instances.get(row), scaler, rowModels.get(row)));
      }
      if (in.read() >= 0) {
        throw new IOException("more than " + instances.size() + " models");
      }
      return new BaselineRows(features, fleetSize, rows);
    } catch (IOException | IllegalArgumentException e) {
      throw new IOException(file + ": is damaged: " + FailureReason.of(e), e);
    }
  }

  private static List<FittedScaler.Parameters> parameters(DataInputStream in, FeatureSet features)
      throws IOException {
    List<FittedScaler.Parameters> inputs = new ArrayList<>();
    for (int input = 0; input < features.size(); input++) {
      FittedScaler.Kind known = FittedScaler.Kind.valueOf(in.readUTF());
      inputs.add(new FittedScaler.Parameters(known, in.readDouble(), in.readDouble()));
    }
    return inputs;
  }

  private static List<FittedScaler.Parameters> withRanges(
      List<FittedScaler.Parameters> inputs, DataInputStream in) throws IOException {
    List<FittedScaler.Parameters> ranged = new ArrayList<>();
    for (FittedScaler.Parameters each : inputs) {
      double least = in.readDouble();
      double greatest = in.readDouble();
      ranged.add(
          Double.isNaN(least) || Double.isNaN(greatest)
              ? each
              : new FittedScaler.Parameters(
                  each.kind(), each.mean(), each.deviation(), least, greatest));
    }
    return ranged;
  }
}
