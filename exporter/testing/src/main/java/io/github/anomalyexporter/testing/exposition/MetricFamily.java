package io.github.anomalyexporter.testing.exposition;

import io.github.anomalyexporter.testing.fleet.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * A metric of the node_exporter page with its series on one host. Immutable.
 *
 * <p>Values are written with a fixed number of decimals, as the kernel counts them: CPU time in
 * hundredths of a second, bytes whole.
 */
final class MetricFamily {
  /** The types of the text format; in OpenMetrics, untyped is called unknown. */
  enum Type {
    COUNTER,
    GAUGE,
    UNTYPED
  }

  /**
   * One series.
   *
   * @param labels as in the text format, without braces, such as {@code cpu="0",mode="idle"}
   */
  record Series(String labels, ToDoubleFunction<Reading> value) {}

  private final String name;
  private final Type type;
  private final String help;
  private final int decimals;
  private final List<Series> series;

  private MetricFamily(String name, Type type, String help, int decimals, List<Series> series) {
    this.name = name;
    this.type = type;
    this.help = help;
    this.decimals = decimals;
    this.series = series;
  }

  static MetricFamily counter(String name, int decimals, String help) {
    return new MetricFamily(name, Type.COUNTER, help, decimals, List.of());
  }

  static MetricFamily gauge(String name, int decimals, String help) {
    return new MetricFamily(name, Type.GAUGE, help, decimals, List.of());
  }

  static MetricFamily untyped(String name, int decimals, String help) {
    return new MetricFamily(name, Type.UNTYPED, help, decimals, List.of());
  }

  /** The same family with one more series. */
  MetricFamily with(String labels, ToDoubleFunction<Reading> value) {
    List<Series> more = new ArrayList<>(series);
    more.add(new Series(labels, value));
    return new MetricFamily(name, type, help, decimals, List.copyOf(more));
  }

  /** The same family with a series that has no labels. */
  MetricFamily with(ToDoubleFunction<Reading> value) {
    return with("", value);
  }

  String name() {
    return name;
  }

  Type type() {
    return type;
  }

  String help() {
    return help;
  }

  int decimals() {
    return decimals;
  }

  List<Series> series() {
    return series;
  }
}
