package io.github.anomalyexporter.benchmarks.quiet;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** The series that Prometheus would have of the exporter: one scrape before every evaluation. */
final class RecordedScrapes {
  /** Labels of the target, for the series without the label instance. */
  private static final String TARGET_LABELS =
      "instance=\"localhost:9877\",job=\"anomaly-exporter\"";

  private static final PrometheusTextFormatWriter WRITER = PrometheusTextFormatWriter.create();

  private final Instant start;
  private final Map<String, SeriesValues> series = new TreeMap<>();
  private int ticks;

  /**
   * @param start simulated time of the first evaluation; the time of promtool starts at 0
   */
  RecordedScrapes(Instant start) {
    this.start = start;
  }

  /** Adds the next scrape. */
  void add(MetricSnapshots page) {
    text(page).lines().filter(line -> !line.startsWith("#")).forEach(this::add);
    add("up 1");
    ticks++;
  }

  private void add(String line) {
    int space = line.lastIndexOf(' ');
    String name = withTarget(line.substring(0, space));
    String value = line.substring(space + 1);
    boolean time = name.contains("_timestamp_seconds");
    series
        .computeIfAbsent(name, key -> new SeriesValues())
        .add(ticks, time ? Double.toString(sinceStart(value)) : value);
  }

  /** Adds the missing labels of the target, as {@code honor_labels} does. */
  private static String withTarget(String series) {
    if (series.contains("instance=\"")) {
      return series;
    }
    return series.endsWith("}")
        ? series.substring(0, series.length() - 1) + "," + TARGET_LABELS + "}"
        : series + "{" + TARGET_LABELS + "}";
  }

  private double sinceStart(String epochSeconds) {
    return Double.parseDouble(epochSeconds) - start.getEpochSecond();
  }

  private static String text(MetricSnapshots page) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      WRITER.write(out, page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  int ticks() {
    return ticks;
  }

  /**
   * Returns the values of each series, by its name and labels as in the exposition. No scrape can
   * be added afterwards.
   */
  Map<String, String> values() {
    Map<String, String> values = new TreeMap<>();
    series.forEach((name, recorded) -> values.put(name, recorded.upTo(ticks)));
    return values;
  }
}
