package io.github.anomalyexporter.benchmarks.speed;

import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.frame.Frame;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.infra.Blackhole;

/** The inputs of all instances of a window: {@link FeatureSet#engineer}. */
public class FeaturesBenchmark extends FleetBenchmark {
  private Frame window;
  private FeatureSet features;

  /** Simulates the window. */
  @Setup
  public void simulate() {
    BenchmarkFleet fleet = new BenchmarkFleet(instances);
    window = fleet.window();
    features = fleet.config().features();
  }

  /** Returns nothing: each instance's rows are consumed alone, as the detector does. */
  @Benchmark
  public void engineer(Blackhole rows) {
    for (int instance = 0; instance < instances; instance++) {
      rows.consume(features.engineer(window.cells(instance)));
    }
  }
}
