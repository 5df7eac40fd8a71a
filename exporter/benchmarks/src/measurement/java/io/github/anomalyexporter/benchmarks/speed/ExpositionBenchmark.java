package io.github.anomalyexporter.benchmarks.speed;

import io.github.anomalyexporter.core.detector.Detector;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.server.exemption.Exemptions;
import io.github.anomalyexporter.server.export.ScoreCollector;
import io.github.anomalyexporter.server.run.DetectorState;
import io.github.anomalyexporter.server.run.RunningDetector;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/** The scores of all instances as the text of a scrape, uncompressed. */
public class ExpositionBenchmark extends FleetBenchmark {
  /** The format that Prometheus 3 prefers. */
  private static final String ACCEPT = "application/openmetrics-text;version=1.0.0";

  private ExpositionFormatWriter writer;
  private ScoreCollector collector;

  /** Scores a window and publishes the scores. */
  @Setup
  public void publish() {
    BenchmarkFleet fleet = new BenchmarkFleet(instances);
    DetectorState state = new DetectorState(fleet.config());
    Frame window = fleet.window();
    Instant now = window.range().end();
    try (Detector detector = fleet.detector()) {
      state.board().publish(detector.score(window), now);
    }
    collector =
        new ScoreCollector(() -> List.of(new RunningDetector(state, Exemptions.NONE)), () -> now);
    writer = ExpositionFormats.init().findWriter(ACCEPT);
  }

  /** Returns the page of one scrape. */
  @Benchmark
  public ByteArrayOutputStream page() throws IOException {
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    writer.write(page, collector.collect());
    return page;
  }
}
