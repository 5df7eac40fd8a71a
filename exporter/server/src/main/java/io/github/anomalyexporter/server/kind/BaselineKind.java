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
      List<BaselineRow> rows = new ArrayList<>();
      for (TrainedInstance instance : instances) {
        FittedScaler scaler = scaler(in, features);
        RowModel model = models.of(FloatArrays.read(in, numbers), features.size());
        rows.add(new BaselineRow(instance, scaler, model));
      }
      if (in.read() >= 0) {
        throw new IOException("more than " + instances.size() + " models");
      }
      return new BaselineRows(features, fleetSize, rows);
    } catch (IOException | IllegalArgumentException e) {
      throw new IOException(file + ": is damaged: " + FailureReason.of(e), e);
    }
  }

  private static FittedScaler scaler(DataInputStream in, FeatureSet features) throws IOException {
    List<FittedScaler.Parameters> inputs = new ArrayList<>();
    for (int input = 0; input < features.size(); input++) {
      FittedScaler.Kind known = FittedScaler.Kind.valueOf(in.readUTF());
      inputs.add(new FittedScaler.Parameters(known, in.readDouble(), in.readDouble()));
    }
    return FittedScaler.of(features, inputs);
  }
}
