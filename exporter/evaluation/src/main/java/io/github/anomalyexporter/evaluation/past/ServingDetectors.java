package io.github.anomalyexporter.evaluation.past;

import io.github.anomalyexporter.core.acceptance.Acceptance;
import io.github.anomalyexporter.core.detector.Detector;
import io.github.anomalyexporter.core.detector.DetectorTraining;
import io.github.anomalyexporter.core.detector.Scores;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.series.Labels;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The detectors by which instances are scored: that of the last training, unless it was refused for
 * the instance ({@link Acceptance}). Owns the detectors and closes unused ones. For one thread.
 */
final class ServingDetectors implements AutoCloseable {
  /** Least number of rows before a part as context of its first scores. */
  private static final int CONTEXT = 200;

  private final DetectorTraining training;
  private final Map<Labels, Detector> ofInstance = new HashMap<>();

  ServingDetectors(DetectorTraining training) {
    this.training = training;
  }

  /**
   * Replaces detectors after a training.
   *
   * @param leftOut instances of the history that {@code retrained} was not trained on
   * @param history of the training
   */
  void take(Detector retrained, Set<Labels> leftOut, Frame history) {
    Set<Detector> unused = new HashSet<>(ofInstance.values());
    unused.add(retrained);
    for (int i = 0; i < history.instances().size(); i++) {
      Labels instance = history.instances().get(i);
      Detector previous = ofInstance.get(instance);
      if (!leftOut.contains(instance)
          && (previous == null || isAccepted(previous, retrained, history, i))) {
        ofInstance.put(instance, retrained);
      }
    }
    unused.removeAll(new HashSet<>(ofInstance.values()));
    unused.forEach(Detector::close);
  }

  private boolean isAccepted(Detector previous, Detector retrained, Frame history, int instance) {
    return Acceptance.refusal(
            previous, retrained, training.rowsBefore(), training.features(), history, instance)
        .isEmpty();
  }

  /** Returns the detector of an instance; null if no training included the instance. */
  @Nullable Detector of(Labels instance) {
    return ofInstance.get(instance);
  }

  /**
   * Scores rows of an instance that has a detector.
   *
   * @param frame contains the instance
   * @param from first row to score
   * @param end after the last row
   * @return the scores of the rows and of rows before them, which are the context of the first rows
   */
  Scores score(Frame frame, Labels instance, int from, int end) {
    int before = Math.min(from, Math.max(CONTEXT, training.rowsBefore()));
    return Objects.requireNonNull(ofInstance.get(instance))
        .scoreRows(frame.part(List.of(instance), from - before, end), 0);
  }

  @Override
  public void close() {
    new HashSet<>(ofInstance.values()).forEach(Detector::close);
    ofInstance.clear();
  }
}
