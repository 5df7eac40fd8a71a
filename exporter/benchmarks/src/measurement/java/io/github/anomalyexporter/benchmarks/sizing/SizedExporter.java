package io.github.anomalyexporter.benchmarks.sizing;

import static io.github.anomalyexporter.it.support.Patience.TRAINING;
import static io.github.anomalyexporter.it.support.Patience.await;

import io.github.anomalyexporter.it.support.ExporterProcess;
import io.github.anomalyexporter.it.support.Ports;
import io.github.anomalyexporter.it.support.ProcessUsage;
import io.github.anomalyexporter.it.support.Samples;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** An exporter that is measured from its start on, stage by stage. */
final class SizedExporter implements AutoCloseable {
  /** Time until the first runs by the new model are over and their windows are complete. */
  private static final Duration SETTLED = Duration.ofSeconds(75);

  /** A multiple of the scoring interval. */
  private static final Duration STEADY = Duration.ofSeconds(90);

  private static final int CLIENTS = 100;
  private static final int SCRAPES = 100;
  private static final int SCRAPES_OF_EACH_CLIENT = 10;

  private final long start = System.nanoTime();
  private final Path directory;
  private final ExporterProcess exporter;
  private final ProcessUsage usage;

  /**
   * Starts the exporter.
   *
   * @param heap maximum heap of the JVM, as {@code -Xmx} takes it
   */
  SizedExporter(Path directory, String config, String heap) {
    this.directory = directory;
    this.exporter =
        ExporterProcess.start(directory, Ports.free(), config, Map.of("JAVA_OPTS", "-Xmx" + heap));
    this.usage = new ProcessUsage(exporter.process().pid());
  }

  /** Waits for the first training and the first scores. */
  SizingRow.Training train() throws IOException {
    try (MemoryWatch memory = new MemoryWatch(exporter.process().pid())) {
      await("a model; log: " + directory)
          .atMost(TRAINING)
          .whileAlive(exporter.process())
          .until(() -> !exporter.modelVersion().isEmpty());
      await("a score").until(() -> !exporter.metrics().all("anomaly_score", Map.of()).isEmpty());
      Samples metrics = exporter.metrics();
      return new SizingRow.Training(
          Duration.ofNanos(System.nanoTime() - start),
          stage(metrics, "training", "query"),
          stage(metrics, "training", "train"),
          usage.cpu().plus(memory.mostCpu()),
          memory.mostHeap() + memory.mostOutsideHeap(),
          memory.mostHeap(),
          memory.mostOutsideHeap(),
          stored());
    }
  }

  private static Duration stage(Samples metrics, String run, String stage) {
    return seconds(
        metrics.sum(
            "anomaly_exporter_run_duration_seconds_sum", Map.of("run", run, "stage", stage)));
  }

  private static Duration seconds(double seconds) {
    return Duration.ofMillis(Math.round(1000 * seconds));
  }

  private long stored() throws IOException {
    Path model = directory.resolve("storage").resolve("node").resolve(exporter.modelVersion());
    try (Stream<Path> files = Files.walk(model)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  /** Returns the figures of all queries so far. */
  SizingRow.Queries queries() throws IOException {
    Samples metrics = exporter.metrics();
    String duration = "anomaly_exporter_prometheus_query_duration_seconds";
    double count = metrics.sum(duration + "_count", Map.of());
    return new SizingRow.Queries(
        Math.round(count),
        Math.round(metrics.sum("anomaly_exporter_prometheus_query_failures_total", Map.of())),
        seconds(metrics.sum(duration + "_sum", Map.of()) / count),
        metrics.all(duration + "_bucket", Map.of()).stream()
            .filter(bucket -> bucket.value() == count)
            .map(bucket -> bucket.label("le"))
            .findFirst()
            .orElseThrow(),
        Math.round(metrics.sum("anomaly_exporter_run_failures_total", Map.of())));
  }

  /** Measures some scoring runs without a scrape. */
  SizingRow.Scoring score() throws IOException, InterruptedException {
    Thread.sleep(SETTLED.toMillis());
    Samples before = exporter.metrics();
    usage.resetPeak();
    Duration cpu = usage.cpu();
    Thread.sleep(STEADY.toMillis());
    Duration used = usage.cpu().minus(cpu);
    long resident = usage.peak();
    Samples after = exporter.metrics();
    Duration run = Duration.ZERO;
    for (String stage : List.of("discover", "query", "score")) {
      run = run.plus(stage(after, "scoring", stage)).minus(stage(before, "scoring", stage));
    }
    return new SizingRow.Scoring(
        resident,
        (double) used.toMillis() / STEADY.toMillis(),
        run.dividedBy(runs(after) - runs(before)),
        Math.round(after.sum("anomaly_exporter_runs_missed_total", Map.of("run", "scoring"))));
  }

  private static long runs(Samples metrics) {
    return Math.round(metrics.sum("anomaly_exporter_runs_total", Map.of("run", "scoring")));
  }

  /** Measures scrapes by one client and by many. */
  SizingRow.Scrapes scrape() throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + exporter.port() + "/metrics");
    // Warm-up of the JIT compiler.
    ScrapeLatencies.measure(uri, 1, SCRAPES);
    Duration cpu = usage.cpu();
    ScrapeLatencies alone = ScrapeLatencies.measure(uri, 1, SCRAPES);
    Duration cpuOfAll = usage.cpu().minus(cpu);
    ScrapeLatencies together = ScrapeLatencies.measure(uri, CLIENTS, SCRAPES_OF_EACH_CLIENT);
    String text = exporter.get("/metrics").body();
    return new SizingRow.Scrapes(
        text.lines().filter(line -> !line.startsWith("#")).count(),
        text.length(),
        cpuOfAll.dividedBy(SCRAPES),
        alone,
        together);
  }

  @Override
  public void close() {
    exporter.close();
  }
}
