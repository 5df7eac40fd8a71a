package io.github.anomalyexporter.server.posted;

import io.github.anomalyexporter.core.feature.Bounds;
import io.github.anomalyexporter.core.feature.Feature;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.time.PrometheusTime;
import io.github.anomalyexporter.server.samples.Sample;
import io.github.anomalyexporter.server.yaml.Spelling;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Checks posted rows one by one. Immutable. */
final class RowCheck {
  /** Clocks of other machines differ by seconds. */
  static final Duration MOST_AHEAD = Duration.ofMinutes(1);

  /** As in Prometheus' own documentation: longer values are mistakes. */
  private static final int LONGEST_LABEL = 1_000;

  private final RowFormat format;
  private final @Nullable Instant earliest;
  private final @Nullable Instant latest;
  private final Map<String, Integer> columns = new HashMap<>();

  private RowCheck(RowFormat format, @Nullable Instant earliest, @Nullable Instant latest) {
    this.format = format;
    this.earliest = earliest;
    this.latest = latest;
    for (Feature feature : format.features().features()) {
      columns.put(feature.name(), columns.size());
    }
  }

  /** Returns a check that accepts rows of any time. */
  static RowCheck ofAnyTime(RowFormat format) {
    return new RowCheck(format, null, null);
  }

  /**
   * Returns a check that accepts rows of the recent past.
   *
   * @param now the current time; a row may be {@link #MOST_AHEAD} later
   * @param reach how old a row may be
   */
  static RowCheck near(RowFormat format, Instant now, Duration reach) {
    return new RowCheck(format, now.minus(reach), now.plus(MOST_AHEAD));
  }

  /** A row that cannot be accepted. */
  static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedException(String message) {
      super(message);
    }
  }

  /**
   * Returns the checked row.
   *
   * @throws RefusedException with the place in the row, what was expected and what was found
   */
  CheckedRow check(PostedRow row) throws RefusedException {
    return new CheckedRow(row.number(), new Sample(instance(row), time(row), values(row)));
  }

  private Labels instance(PostedRow row) throws RefusedException {
    List<String> expected = format.identityLabels();
    for (Map.Entry<String, String> label : new TreeMap<>(row.labels()).entrySet()) {
      if (!expected.contains(label.getKey())) {
        throw new RefusedException(
            "labels: expected the identity labels %s, found %s"
                .formatted(String.join(", ", expected), label.getKey()));
      }
      if (label.getValue().length() > LONGEST_LABEL) {
        throw new RefusedException(
            "labels.%s: expected at most %s characters, found %s"
                .formatted(label.getKey(), LONGEST_LABEL, label.getValue().length()));
      }
    }
    Labels instance = Labels.of(row.labels());
    if (instance.get("instance").isEmpty()) {
      throw new RefusedException("labels.instance: expected the name of the instance, found none");
    }
    return instance;
  }

  private Instant time(PostedRow row) throws RefusedException {
    String text = row.time();
    if (text == null || text.isEmpty()) {
      throw new RefusedException("time: expected RFC 3339 or Unix seconds, found none");
    }
    Optional<Instant> parsed = PrometheusTime.parse(text);
    if (parsed.isEmpty()) {
      throw new RefusedException(
          "time: expected RFC 3339 or Unix seconds, found "
              + (text.length() <= 40 ? text : text.substring(0, 40) + "..."));
    }
    // A sample has a time in milliseconds, as in Prometheus.
    Instant time = parsed.get().truncatedTo(ChronoUnit.MILLIS);
    if (latest != null && time.isAfter(latest)) {
      throw new RefusedException(
          "time: expected at most %s, a minute after the clock of this machine, found %s"
              .formatted(latest.truncatedTo(ChronoUnit.SECONDS), time));
    }
    if (earliest != null && time.isBefore(earliest)) {
      throw new RefusedException(
          "time: expected at least %s, the begin of the history of the detector, found %s"
              .formatted(earliest.truncatedTo(ChronoUnit.SECONDS), time));
    }
    return time;
  }

  private float[] values(PostedRow row) throws RefusedException {
    float[] values = new float[columns.size()];
    Arrays.fill(values, Float.NaN);
    boolean some = false;
    for (Map.Entry<String, Double> posted : new TreeMap<>(row.features()).entrySet()) {
      String name = posted.getKey();
      Integer column = columns.get(name);
      if (column == null) {
        throw new RefusedException(
            "features: expected features of the detector, found %s; %s"
                .formatted(name, Spelling.advice(name, columns.keySet())));
      }
      values[column] = value(format.features().features().get(column), posted.getValue());
      some |= !Float.isNaN(values[column]);
    }
    if (!some) {
      throw new RefusedException("features: expected at least one value, found none");
    }
    return values;
  }

  private static float value(Feature feature, double posted) throws RefusedException {
    if (Double.isNaN(posted)) {
      return Float.NaN;
    }
    float value = (float) posted;
    Bounds bounds = feature.bounds();
    if (!Float.isFinite(value)) {
      throw new RefusedException(
          "features.%s: expected a finite number, found %s".formatted(feature.name(), posted));
    }
    if (Float.isNaN(bounds.admit(value))) {
      throw new RefusedException(
          "features.%s: expected %s to %s (%s), found %s; check the unit"
              .formatted(
                  feature.name(),
                  number(bounds.min()),
                  number(bounds.max()),
                  feature.unit(),
                  number(posted)));
    }
    return value;
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }
}
