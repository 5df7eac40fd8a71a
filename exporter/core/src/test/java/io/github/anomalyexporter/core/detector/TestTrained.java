package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.score.Calibrator;
import io.github.anomalyexporter.core.score.ErrorTimeline;
import io.github.anomalyexporter.core.score.ThresholdOptions;
import io.github.anomalyexporter.core.series.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** A trained detector without a model. */
public record TestTrained(FeatureSet features, List<TrainedInstance> instances)
    implements TrainedDetector {

  /**
   * Trained on all instances of a training.
   *
   * @param error the only error that each threshold is calibrated on
   */
  public static TestTrained of(Training training, double error) {
    List<TrainedInstance> rows = new ArrayList<>();
    List<InstanceHistory> histories = new ArrayList<>();
    histories.add(InstanceHistory.pool(training.histories()));
    histories.addAll(training.histories());
    for (InstanceHistory history : histories) {
      rows.add(
          training.trained(
              history,
              Calibrator.calibrate(
                  ErrorTimeline.consecutive(new double[] {error}),
                  ThresholdOptions.DEFAULT,
                  null,
                  1),
              null));
    }
    return new TestTrained(training.features(), rows);
  }

  /** The values of a history, {@code [rows, inputs]} flat. */
  public static float[] values(InstanceHistory history) {
    return history.segments().get(0).raw();
  }

  /** The mean of all present values of a history. */
  public static double mean(InstanceHistory history) {
    float[] values = values(history);
    return IntStream.range(0, values.length)
        .mapToDouble(i -> values[i])
        .filter(value -> !Double.isNaN(value))
        .average()
        .orElseThrow();
  }

  @Override
  public int fleetSize() {
    return instances.size() - 1;
  }

  @Override
  public boolean knows(int row, int input) {
    return true;
  }

  @Override
  public List<Integer> layers() {
    return List.of();
  }

  @Override
  public TrainedDetector with(TrainedDetector other, Set<Labels> replaced) {
    throw new UnsupportedOperationException();
  }

  @Override
  public TrainedDetector only(Set<Labels> kept) {
    throw new UnsupportedOperationException();
  }

  @Override
  public TrainedDetector refusing(Map<Labels, String> reasons) {
    throw new UnsupportedOperationException();
  }
}
