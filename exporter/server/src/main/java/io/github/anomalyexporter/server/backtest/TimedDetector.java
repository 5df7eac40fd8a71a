package io.github.anomalyexporter.server.backtest;

import io.github.anomalyexporter.core.evaluation.RowScorer;
import io.github.anomalyexporter.core.evaluation.TrainableDetector;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.model.TrainingProgress;
import java.time.Duration;

/** A detector that remembers how long its last training took. For one thread. */
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

  /** Zero before there was one. */
  Duration last() {
    return last;
  }
}
