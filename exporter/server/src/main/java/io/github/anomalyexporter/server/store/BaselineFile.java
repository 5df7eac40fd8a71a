package io.github.anomalyexporter.server.store;

import io.github.anomalyexporter.core.baseline.BaselineDetector;
import io.github.anomalyexporter.core.baseline.BaselineRow;
import io.github.anomalyexporter.core.baseline.BaselineRows;
import io.github.anomalyexporter.core.baseline.RowModel;
import io.github.anomalyexporter.core.baseline.RowModelKind;
import io.github.anomalyexporter.core.detector.Detector;
import io.github.anomalyexporter.core.detector.DetectorFormat;
import io.github.anomalyexporter.core.detector.TrainedInstance;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.feature.FittedScaler;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Format of row models in one binary file, {@code models}: for each row of the detector its scaler
 * (mean and deviation as doubles for each known input) and the parameters of its model.
 */
public final class BaselineFile implements DetectorFormat {
  private static final String MODELS = "models";

  private final String type;
  private final RowModelKind kind;
  private final double minCoverage;

  /**
   * @param type type in the manifest
   * @param minCoverage minimum coverage of the loaded detectors
   */
  public BaselineFile(String type, RowModelKind kind, double minCoverage) {
    this.type = type;
    this.kind = kind;
    this.minCoverage = minCoverage;
  }

  @Override
  public String type() {
    return type;
  }

  @Override
  public List<Integer> hidden() {
    return List.of();
  }

  @Override
  public List<String> files() {
    return List.of(MODELS);
  }

  @Override
  public void save(Detector detector, Path directory) throws IOException {
    if (!(detector instanceof BaselineDetector baseline)) {
      throw new IllegalArgumentException("expected models of single rows, found another detector");
    }
    try (DataOutputStream out =
        new DataOutputStream(
            new BufferedOutputStream(Files.newOutputStream(directory.resolve(MODELS))))) {
      for (BaselineRow row : baseline.trained().rows()) {
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
  public Detector load(
      Path directory, FeatureSet features, int fleetSize, List<TrainedInstance> instances)
      throws IOException {
    Path file = directory.resolve(MODELS);
    long numbers = Files.size(file) / Float.BYTES;
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      List<BaselineRow> rows = new ArrayList<>();
      for (TrainedInstance instance : instances) {
        FittedScaler scaler = scaler(in, features);
        RowModel model = kind.of(FloatArrays.read(in, numbers), features.size());
        rows.add(new BaselineRow(instance, scaler, model));
      }
      if (in.read() >= 0) {
        throw new IOException("more than " + instances.size() + " models");
      }
      return new BaselineDetector(new BaselineRows(features, fleetSize, rows), minCoverage);
    } catch (IOException | IllegalArgumentException e) {
      throw new ModelStoreException(file, "is damaged: " + FailureReason.of(e), e);
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
