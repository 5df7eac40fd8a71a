package io.github.anomalyexporter.testing.feature;

import io.github.anomalyexporter.testing.fleet.SimulatedHost;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The features of the preset {@code node-exporter} computed from a simulated host: the values of a
 * Prometheus with dense scrapes, without its extrapolation at the ends of a window. Points are at
 * start, start + step, ... up to and including end.
 */
public final class SimulatedFeatures {
  private static final Map<String, ToDoubleFunction<Window>> FEATURES = PresetFeatures.byName();

  private SimulatedFeatures() {}

  /** Returns the names of all features, without engineered features. */
  public static List<String> names() {
    return List.copyOf(FEATURES.keySet());
  }

  /**
   * Returns the values by feature and point.
   *
   * @param rateWindow over which rates are averaged, back from each point
   * @return {@code [feature][point]}, NaN if the host does not respond or has not been up for a
   *     whole rate window, and for shares of CPU time that does not increase
   * @throws IllegalArgumentException if a feature is unknown, a duration is not positive or the end
   *     is before the start
   */
  public static double[][] of(
      SimulatedHost host,
      List<String> featureNames,
      Instant start,
      Instant end,
      Duration step,
      Duration rateWindow) {
    if (rateWindow.toMillis() < 1) {
      throw new IllegalArgumentException("the rate window must be positive, not " + rateWindow);
    }
    List<ToDoubleFunction<Window>> features =
        featureNames.stream().map(SimulatedFeatures::feature).toList();
    double[][] values = new double[features.size()][points(start, end, step)];
    for (double[] row : values) {
      Arrays.fill(row, Double.NaN);
    }
    for (int point = 0; point < points(start, end, step); point++) {
      Instant time = start.plus(step.multipliedBy(point));
      Instant windowStart = time.minus(rateWindow);
      if (windowStart.isBefore(host.boot()) || !host.answersAt(time)) {
        continue;
      }
      Window window = new Window(host, windowStart, time);
      for (int feature = 0; feature < values.length; feature++) {
        values[feature][point] = features.get(feature).applyAsDouble(window);
      }
    }
    return values;
  }

  /** Whether an incident is active on the host, by point. */
  public static boolean[] labels(SimulatedHost host, Instant start, Instant end, Duration step) {
    boolean[] labels = new boolean[points(start, end, step)];
    for (int point = 0; point < labels.length; point++) {
      labels[point] = host.isAnomalousAt(start.plus(step.multipliedBy(point)));
    }
    return labels;
  }

  private static int points(Instant start, Instant end, Duration step) {
    if (end.isBefore(start)) {
      throw new IllegalArgumentException("the end " + end + " is before the start " + start);
    }
    if (step.toMillis() < 1) {
      throw new IllegalArgumentException("the step must be positive, not " + step);
    }
    return Math.toIntExact(Duration.between(start, end).toMillis() / step.toMillis() + 1);
  }

  private static ToDoubleFunction<Window> feature(String name) {
    ToDoubleFunction<Window> feature = FEATURES.get(name);
    if (feature == null) {
      throw new IllegalArgumentException(
          "unknown feature \"" + name + "\", known are " + String.join(", ", names()));
    }
    return feature;
  }
}
