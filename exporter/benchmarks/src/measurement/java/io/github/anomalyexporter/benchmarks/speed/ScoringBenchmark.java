package io.github.anomalyexporter.benchmarks.speed;

import io.github.anomalyexporter.core.detector.Detector;
import io.github.anomalyexporter.core.detector.Scorer;
import io.github.anomalyexporter.core.detector.Scores;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.score.InstanceState;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** The scores of a fleet by the default kind, from the features on. */
public class ScoringBenchmark extends FleetBenchmark {
  private Frame window;
  private Detector detector;
  private StepRows rows;
  private Scorer scorer;

  /** Trains the detector. */
  @Setup
  public void train() {
    BenchmarkFleet fleet = new BenchmarkFleet(instances);
    window = fleet.window();
    detector = fleet.detector();
    Scores scores = detector.score(window);
    if (!IntStream.range(0, instances).allMatch(row -> scores.state(row) == InstanceState.OK)) {
      throw new IllegalStateException("expected a score of each instance");
    }
    rows = new StepRows(window);
    scorer = detector.scorer();
    scorer.score(rows);
  }

  /** Releases the memory of TensorFlow. */
  @TearDown
  public void close() {
    detector.close();
  }

  /** Returns the scores of a run that follows another one a step before. */
  @Benchmark
  public Scores newRow() {
    rows.advance();
    return scorer.score(rows);
  }

  /** Returns the scores of whole windows, as after a start. */
  @Benchmark
  public Scores window() {
    return detector.score(window);
  }
}
