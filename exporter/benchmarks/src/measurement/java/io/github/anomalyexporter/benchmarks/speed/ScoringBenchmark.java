package io.github.anomalyexporter.benchmarks.speed;

import io.github.anomalyexporter.core.detector.Detector;
import io.github.anomalyexporter.core.detector.Scores;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.score.InstanceState;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** The scores of a fleet by the default kind, all instances of a window in one batch. */
public class ScoringBenchmark extends FleetBenchmark {
  private Frame window;
  private Detector detector;

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
  }

  /** Releases the memory of TensorFlow. */
  @TearDown
  public void close() {
    detector.close();
  }

  /** Returns the scores of one run, from the features on. */
  @Benchmark
  public Scores score() {
    return detector.score(window);
  }
}
