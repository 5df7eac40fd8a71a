package io.github.anomalyexporter.evaluation.past;

import io.github.anomalyexporter.core.detector.Detector;
import io.github.anomalyexporter.core.detector.DetectorTraining;
import io.github.anomalyexporter.core.detector.DetectorTraining.Outcome;
import io.github.anomalyexporter.core.detector.RaisedThresholds;
import io.github.anomalyexporter.core.detector.Scores;
import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.model.TrainingProgress;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** Trains on the history only. The test set need not follow the history. */
public final class TrainedOnce implements Protocol {
  @Override
  public Result run(
      DetectorTraining training, Frame history, Frame test, TrainingProgress progress) {
    long start = System.nanoTime();
    Outcome outcome = training.trainAll(history, Map.of(), null, history.range().end(), progress);
    TrainedDetector trained = outcome.detector();
    Integer row = trained == null ? null : trained.rowOfInstance().get(test.instances().get(0));
    if (trained == null || row == null) {
      throw new HistoryTooShortException(
          outcome.leftOut().values().stream().distinct().collect(Collectors.joining("; ")));
    }
    try (Detector detector = training.open(trained)) {
      long opened = System.nanoTime();
      Scores scores = RaisedThresholds.raised(detector.scoreRows(test, 0));
      return new Result(
          scores,
          trained.instances().get(row).calibration(),
          Duration.ofNanos(opened - start),
          Duration.ofNanos(System.nanoTime() - opened));
    }
  }
}
