package io.github.anomalyexporter.server.backtest;

import io.github.anomalyexporter.core.evaluation.RowScorer;
import io.github.anomalyexporter.core.evaluation.TrainableDetector;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.model.TrainingProgress;
import java.time.Duration;

/** Detector that measures the duration of its last training. For use by one thread. */
final class TimedDetector implements TrainableDetector {
  private final TrainableDetector detector;
  private Duration last = Duration.ZERO;

  TimedDetector(TrainableDetector detector) {
    this.detector = detector;
  }

  @Override
  public RowScorer train(FeatureSet features, Frame history, long seed, TrainingProgress progress) {
    long start = System.nanoTime();
    RowScorer scorer = detector.train(features, history, seed, progress);
    last = Duration.ofNanos(System.nanoTime() - start);
    return scorer;
  }

  /** Returns the duration of the last training; zero before the first. */
  Duration last() {
    return last;
  }
}
