package io.github.anomalyexporter.benchmarks.api;

import io.github.anomalyexporter.core.detector.Detector;
import io.github.anomalyexporter.core.detector.Scorer;
import io.github.anomalyexporter.core.detector.Scores;
import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.core.frame.Frame;

/**
 * A detector that has scored the whole fleet once and returns the same scores in each run, so that
 * a machine with two processors can serve a fleet whose scoring would take it longer than the
 * interval of the runs. Other frames are scored.
 */
final class RepeatedScores implements Detector {
  private final Detector detector;
  private final Scores scores;

  RepeatedScores(Detector detector, Frame window) {
    this.detector = detector;
    this.scores = detector.score(window);
  }

  @Override
  public TrainedDetector trained() {
    return detector.trained();
  }

  @Override
  public Scores score(Frame window) {
    return window.instances().equals(scores.instances()) ? scores : detector.score(window);
  }

  @Override
  public Scorer scorer() {
    Scorer scorer = detector.scorer();
    return rows -> rows.instances().equals(scores.instances()) ? scores : scorer.score(rows);
  }

  @Override
  public Scores scoreRows(Frame frame, int instance) {
    return detector.scoreRows(frame, instance);
  }

  @Override
  public void close() {
    detector.close();
  }
}
