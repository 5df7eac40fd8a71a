package io.github.anomalyexporter.benchmarks.sizing;

import static io.github.anomalyexporter.it.support.Patience.TRAINING;
import static io.github.anomalyexporter.it.support.Patience.await;

import io.github.anomalyexporter.it.support.ExporterProcess;
import io.github.anomalyexporter.it.support.Ports;
import io.github.anomalyexporter.it.support.ProcessUsage;
import io.github.anomalyexporter.it.support.Samples;
import io.github.anomalyexporter.it.support.Tools;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An exporter that scores with a stored model and does not train. */
final class ScoringExporter implements AutoCloseable {
  /** The first run of each of the four phases of the step queries a window; then it is compiled. */
  private static final int SETTLED_RUNS = 10;

  /** A multiple of the scoring interval. */
  private static final Duration STEADY = Duration.ofSeconds(60);

  private static final int SCRAPES = 20;

  private final long start = System.nanoTime();
  private final ExporterProcess exporter;
  private final ProcessUsage usage;

  /**
   * Starts it.
   *
   * @param megabytes maximum heap of the JVM
   */
  ScoringExporter(Path directory, URI prometheus, long megabytes) {
    Path file =
        Tools.write(
            directory.resolve("anomaly-exporter.yml"),
            """
            prometheus: {url: '%s'}
            detectors: [{name: node, max_instances: 100000}]
            """
                .formatted(prometheus));
    this.exporter =
        ExporterProcess.start(
            directory,
            Ports.free(),
            Map.of("JAVA_OPTS", "-Xmx" + megabytes + "m"),
            "--config.file=" + file,
            "--training=off");
    this.usage = new ProcessUsage(exporter.process().pid());
  }

  FleetCost measure(int instances, double training) throws IOException, InterruptedException {
    await("a score")
        .atMost(TRAINING)
        .whileAlive(exporter.process())
        .until(() -> exporter.metrics().all("anomaly_score", Map.of()).size() == instances);
    double firstScore = (System.nanoTime() - start) / 1e9;
    await("windows of all phases")
        .atMost(TRAINING)
        .whileAlive(exporter.process())
        .until(() -> runs(exporter.metrics()) >= SETTLED_RUNS);
    usage.resetPeak();
    Samples before = exporter.metrics();
    Duration cpu = usage.cpu();
    Thread.sleep(STEADY.toMillis());
    Duration used = usage.cpu().minus(cpu);
    long resident = usage.peak();
    long heap = usage.memory().heap();
    Samples after = exporter.metrics();
    double runs = runs(after) - runs(before);
    List<Double> stages = new ArrayList<>();
    for (String stage : List.of("discover", "query", "score")) {
      stages.add((seconds(after, stage) - seconds(before, stage)) / runs);
    }
    ScrapeLatencies scrapes =
        ScrapeLatencies.measure(
            URI.create("http://127.0.0.1:" + exporter.port() + "/metrics"), 1, SCRAPES);
    return new FleetCost(
        instances,
        stages.stream().mapToDouble(it -> it).sum(),
        stages.get(0) + stages.get(1),
        stages.get(2),
        used.toMillis() / 1e3 / runs,
        resident,
        heap,
        scrapes.quantile(0.5).toMillis() / 1e3,
        scrapes.bytes(),
        firstScore,
        training);
  }

  private static double seconds(Samples metrics, String stage) {
    return metrics.sum(
        "anomaly_exporter_run_duration_seconds_sum", Map.of("run", "scoring", "stage", stage));
  }

  private static double runs(Samples metrics) {
    return metrics.sum("anomaly_exporter_runs_total", Map.of("run", "scoring"));
  }

  @Override
  public void close() {
    exporter.close();
  }
}
