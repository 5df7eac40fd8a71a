package io.github.anomalyexporter.benchmarks.sizing;

import java.time.Duration;
import java.util.Locale;

/** The measurement of one fleet, and its rows of the tables. */
record SizingRow(
    Fleet fleet, Training training, Queries queries, Scoring scoring, Scrapes scrapes) {
  /**
   * The fleet.
   *
   * @param heap maximum heap of the JVM, as {@code -Xmx} takes it
   */
  record Fleet(int instances, Duration history, String heap) {}

  /**
   * The first training.
   *
   * @param untilScored time from the start of the process to the first score
   * @param asking the part of it for queries
   * @param learning the part of it for the training and the thresholds
   * @param cpu CPU time of exporter and training process until the first score
   * @param peak maximum resident bytes of the training process
   * @param peakHeap maximum resident bytes of its heap
   * @param peakOutsideHeap maximum resident bytes outside of its heap
   * @param stored bytes of the model on disk
   */
  record Training(
      Duration untilScored,
      Duration asking,
      Duration learning,
      Duration cpu,
      long peak,
      long peakHeap,
      long peakOutsideHeap,
      long stored) {}

  /**
   * The queries until the first score.
   *
   * @param longestAtMost upper bound of the bucket of the slowest query
   */
  record Queries(long asked, long failed, Duration mean, String longestAtMost, long failedRuns) {}

  /**
   * After the training.
   *
   * @param resident maximum resident bytes
   * @param cpuShare CPU time as a share of one core
   * @param run mean duration of a run
   * @param missed number of missed runs
   */
  record Scoring(long resident, double cpuShare, Duration run, long missed) {}

  /**
   * The scrapes of {@code /metrics}.
   *
   * @param bytes size of the text
   * @param cpu CPU time of one scrape
   * @param alone latencies of one client
   * @param together latencies of many
   */
  record Scrapes(
      long series, int bytes, Duration cpu, ScrapeLatencies alone, ScrapeLatencies together) {}

  static String trainingHead() {
    return """
        | instances | history | `-Xmx` | first score | asking Prometheus | learning | CPU | training process: peak RSS | of it heap | outside of the heap | model on disk |
        |---|---|---|---|---|---|---|---|---|---|---|
        """;
  }

  String trainingRow() {
    return line(
        "| %d | %s | %s | %d s | %d s | %d s | %d s | %d MB | %d MB | %d MB | %.1f MB |",
        fleet.instances(),
        hours(fleet.history()),
        fleet.heap(),
        training.untilScored().toSeconds(),
        training.asking().toSeconds(),
        training.learning().toSeconds(),
        training.cpu().toSeconds(),
        megabytes(training.peak()),
        megabytes(training.peakHeap()),
        megabytes(training.peakOutsideHeap()),
        training.stored() / 1e6);
  }

  static String queriesHead() {
    return """
        | instances | requests until the first score | failed | mean | slowest at most | failed runs |
        |---|---|---|---|---|---|
        """;
  }

  String queriesRow() {
    return line(
        "| %d | %d | %d | %.2f s | %s s | %d |",
        fleet.instances(),
        queries.asked(),
        queries.failed(),
        seconds(queries.mean()),
        queries.longestAtMost(),
        queries.failedRuns());
  }

  static String scoringHead() {
    return """
        | instances | RSS | CPU of one core | a run | missed runs |
        |---|---|---|---|---|
        """;
  }

  String scoringRow() {
    return line(
        "| %d | %d MB | %.1f %% | %.2f s | %d |",
        fleet.instances(),
        megabytes(scoring.resident()),
        100 * scoring.cpuShare(),
        seconds(scoring.run()),
        scoring.missed());
  }

  static String scrapesHead() {
    return """
        | instances | series | text | sent, compressed | CPU | one client: median, p99 | 100 clients: median, p99 |
        |---|---|---|---|---|---|---|
        """;
  }

  String scrapesRow() {
    return line(
        "| %d | %d | %d KB | %d KB | %d ms | %s | %s |",
        fleet.instances(),
        scrapes.series(),
        scrapes.bytes() / 1000,
        scrapes.alone().bytes() / 1000,
        scrapes.cpu().toMillis(),
        milliseconds(scrapes.alone()),
        milliseconds(scrapes.together()));
  }

  private static String milliseconds(ScrapeLatencies latencies) {
    return line(
            "%d ms, %d ms", latencies.quantile(0.5).toMillis(), latencies.quantile(0.99).toMillis())
        .strip();
  }

  private static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format + "%n", values);
  }

  private static String hours(Duration duration) {
    return duration.toHours() % 24 == 0 ? duration.toDays() + "d" : duration.toHours() + "h";
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  private static long megabytes(long bytes) {
    return Math.round(bytes / 1e6);
  }
}
