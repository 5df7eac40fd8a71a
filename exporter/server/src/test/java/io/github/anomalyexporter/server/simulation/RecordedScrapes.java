package io.github.anomalyexporter.server.simulation;

import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/** What Prometheus would have of the exporter: one scrape before every evaluation of the rules. */
final class RecordedScrapes {
  /** Of the series that speak of the exporter and not of another host. */
  private static final String TARGET_LABELS =
      "instance=\"localhost:9877\",job=\"anomaly-exporter\"";

  private static final PrometheusTextFormatWriter WRITER = PrometheusTextFormatWriter.create();

  private final Instant start;
  private final Map<String, SeriesValues> series = new TreeMap<>();
  private int ticks;

  /**
   * @param start simulated time of the first evaluation; promtool's own time starts at 0
   */
  RecordedScrapes(Instant start) {
    this.start = start;
  }

  /** The next scrape. */
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

  /** As {@code honor_labels} leaves what is there and adds what is not. */
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

  /** From each series, as in the exposition, to its values. No more can be added after it. */
  Map<String, String> values() {
    Map<String, String> values = new TreeMap<>();
    series.forEach((name, recorded) -> values.put(name, recorded.upTo(ticks)));
    return values;
  }
}
