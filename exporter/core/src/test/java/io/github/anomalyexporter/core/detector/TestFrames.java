package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.feature.TestFeatures;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.model.TrainingOptions;
import io.github.anomalyexporter.core.score.ThresholdOptions;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Frames of hosts whose features are simple functions of the row, and training on them. */
final class TestFrames {
  static final Instant END = Instant.parse("2026-03-02T10:00:00Z");
  static final Labels WEB = host("web");
  static final Labels DB = host("db");
  static final Labels CACHE = host("cache");

  static final ModelOptions OPTIONS =
      new ModelOptions(
          List.of(2),
          new TrainingOptions(10, 2, 64, 0.001, 1, 1),
          instance -> ThresholdOptions.DEFAULT,
          0.5);

  private TestFrames() {}

  /** The value of one cell. */
  interface Cells {
    float at(int instance, int row, int column);
  }

  static Labels host(String name) {
    return Labels.of("instance", name);
  }

  /** Between level and level + 1, in an order without period. */
  static float noise(float level, int row, int column) {
    double mixed = Math.sin(12.9898 * row + 78.233 * column) * 43758.5453;
    return (float) (level + mixed - Math.floor(mixed));
  }

  /** All hosts and columns noisy around 0.5. */
  static Frame noisy(FeatureSet features, int rows, Labels... instances) {
    return frame(features, rows, (instance, row, column) -> noise(0, row, column), instances);
  }

  static Frame frame(FeatureSet features, int rows, Cells cells, Labels... instances) {
    int width = features.features().size();
    List<float[]> tables = new ArrayList<>();
    for (int instance = 0; instance < instances.length; instance++) {
      float[] table = new float[rows * width];
      for (int i = 0; i < table.length; i++) {
        table[i] = cells.at(instance, i / width, i % width);
      }
      tables.add(table);
    }
    TimeRange range = TimeRange.endingAt(END, TestFeatures.STEP, rows);
    return new Frame(range, features.queriedNames(), List.of(instances), tables);
  }

  /** Trains all on a frame and opens the detector. */
  static Detector detector(FeatureSet features, Frame history) {
    DetectorTraining training =
        new DetectorTraining(features, OPTIONS, new MeanTrainer(), new MeanFormat());
    TrainedDetector trained = trained(all(training, history, null));
    return new Detector(trained, training.open(trained), OPTIONS.minCoverage());
  }

  static DetectorTraining.Outcome all(
      DetectorTraining training, Frame history, @Nullable TrainedDetector previous) {
    return training.trainAll(history, Map.of(), previous, END, (epoch, epochs, loss) -> true);
  }

  static TrainedDetector trained(DetectorTraining.Outcome outcome) {
    return Objects.requireNonNull(outcome.detector());
  }
}
