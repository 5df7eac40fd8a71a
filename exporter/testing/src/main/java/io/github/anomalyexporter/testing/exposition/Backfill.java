package io.github.anomalyexporter.testing.exposition;

import io.github.anomalyexporter.testing.fleet.SimulatedFleet;
import io.github.anomalyexporter.testing.fleet.SimulatedHost;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes the history of a fleet as OpenMetrics text with timestamps, as {@code promtool tsdb
 * create-blocks-from openmetrics} reads it: the series of scrapes at these times, including {@code
 * up}.
 *
 * <p>promtool reads the whole file once for each block; with {@code --max-block-duration=24h}
 * instead of 2 hours, three days take seconds.
 */
public final class Backfill {
  private static final byte[] NEWLINE = {'\n'};
  private static final String TOTAL = "_total";

  private final SimulatedFleet fleet;
  private final Instant start;
  private final Duration interval;
  private final int scrapes;
  private final Map<String, String> targetLabels;

  /**
   * @param start of the history, not before the boot of any host
   * @param end of the history, exclusive
   * @param interval between two scrapes, at least a millisecond
   * @param job value of the label {@code job}
   * @param labels more labels of all series
   */
  public Backfill(
      SimulatedFleet fleet,
      Instant start,
      Instant end,
      Duration interval,
      String job,
      Map<String, String> labels) {
    if (!start.isBefore(end)) {
      throw new IllegalArgumentException("the start " + start + " is not before the end " + end);
    }
    if (interval.toMillis() < 1) {
      throw new IllegalArgumentException("the interval must be positive, not " + interval);
    }
    for (SimulatedHost host : fleet.hosts()) {
      if (start.isBefore(host.boot())) {
        throw new IllegalArgumentException(
            "the start " + start + " is before " + host.name() + " boots at " + host.boot());
      }
    }
    long span = end.toEpochMilli() - start.toEpochMilli();
    this.fleet = fleet;
    this.start = start;
    this.interval = interval;
    this.scrapes = Math.toIntExact((span + interval.toMillis() - 1) / interval.toMillis());
    this.targetLabels = new LinkedHashMap<>(labels);
    this.targetLabels.put("job", job);
  }

  /**
   * Writes all families one after the other, and flushes but does not close.
   *
   * @return the number of samples
   */
  public long writeTo(OutputStream stream) throws IOException {
    TextWriter out = new TextWriter(stream);
    byte[][] timestamps = timestamps();
    List<List<MetricFamily>> byHost =
        fleet.hosts().stream().map(host -> NodeExporterMetrics.of(host.profile())).toList();
    long samples = writeUp(out, timestamps);
    for (int family = 0; family < byHost.get(0).size(); family++) {
      writeHead(out, byHost.get(0).get(family));
      int index = 0;
      for (SimulatedHost host : fleet.hosts()) {
        samples += writeFamily(out, host, byHost.get(index++).get(family), timestamps);
      }
    }
    out.write("# EOF\n");
    out.flush();
    return samples;
  }

  private byte[][] timestamps() {
    byte[][] timestamps = new byte[scrapes][];
    for (int i = 0; i < scrapes; i++) {
      long millis = time(i).toEpochMilli();
      String text =
          millis % 1000 == 0
              ? " " + millis / 1000
              : String.format(Locale.ROOT, " %d.%03d", millis / 1000, millis % 1000);
      timestamps[i] = text.getBytes(StandardCharsets.US_ASCII);
    }
    return timestamps;
  }

  private Instant time(int scrape) {
    return start.plusMillis(interval.toMillis() * scrape);
  }

  private long writeUp(TextWriter out, byte[][] timestamps) throws IOException {
    out.write("# TYPE up gauge\n");
    for (SimulatedHost host : fleet.hosts()) {
      byte[] series = ("up{" + labels(host, "") + "} ").getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < scrapes; i++) {
        out.write(series);
        out.write(host.answersAt(time(i)) ? 1 : 0, 0);
        out.write(timestamps[i]);
        out.write(NEWLINE);
      }
    }
    return (long) scrapes * fleet.hosts().size();
  }

  /** In OpenMetrics the name of a counter's family is without {@code _total}. */
  private static void writeHead(TextWriter out, MetricFamily family) throws IOException {
    String name = family.name();
    String type =
        switch (family.type()) {
          case COUNTER -> "counter";
          case GAUGE -> "gauge";
          case UNTYPED -> "unknown";
        };
    if (family.type() == MetricFamily.Type.COUNTER) {
      name = name.substring(0, name.length() - TOTAL.length());
    }
    out.write("# HELP " + name + " " + family.help() + "\n");
    out.write("# TYPE " + name + " " + type + "\n");
  }

  private long writeFamily(
      TextWriter out, SimulatedHost host, MetricFamily family, byte[][] timestamps)
      throws IOException {
    long samples = 0;
    for (MetricFamily.Series series : family.series()) {
      String text = family.name() + "{" + labels(host, series.labels()) + "} ";
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      for (int i = 0; i < scrapes; i++) {
        Instant time = time(i);
        if (host.answersAt(time)) {
          out.write(bytes);
          out.write(series.value().applyAsDouble(host.at(time)), family.decimals());
          out.write(timestamps[i]);
          out.write(NEWLINE);
          samples++;
        }
      }
    }
    return samples;
  }

  private String labels(SimulatedHost host, String own) {
    Map<String, String> target = new LinkedHashMap<>(targetLabels);
    target.put("instance", host.profile().instance());
    return (own.isEmpty() ? "" : own + ",") + LabelText.of(target);
  }
}
