package io.github.anomalyexporter.evaluation.past;

import java.time.Duration;
import java.util.BitSet;

/**
 * A shipped alerting rule about one instance, evaluated over rows of past scores instead of
 * scrapes. It fires within a step of the time at which Prometheus would have fired it.
 *
 * @param name of the alert
 * @param mean lower limit, exclusive, of the mean score over five minutes
 * @param keepFiringFor time for which it fires after the condition is no longer true
 */
public record AlertRule(String name, double mean, Duration keepFiringFor) {

  public static final AlertRule INSTANCE_ANOMALOUS =
      new AlertRule("InstanceAnomalous", 1.1, Duration.ofMinutes(5));

  public static final AlertRule INSTANCE_STRONGLY_ANOMALOUS =
      new AlertRule("InstanceStronglyAnomalous", 2, Duration.ofMinutes(8));

  /** Lower limit, inclusive, of the share of anomalous rows in the window of the mean. */
  public static final double SHARE = 0.5;

  /** The window of mean and share. */
  public static final Duration WINDOW = Duration.ofMinutes(5);

  /** Time for which the condition must be true. */
  public static final Duration FOR = Duration.ofMinutes(1);

  /** Time for which the last known condition is used if a score is unknown. */
  public static final Duration LAST_KNOWN = Duration.ofMinutes(15);

  /** Returns the rows at which one of the shipped rules about an instance fires. */
  static BitSet anyFiring(double[] scores, BitSet exempt, Duration step) {
    BitSet firing = INSTANCE_ANOMALOUS.firing(scores, exempt, step);
    firing.or(INSTANCE_STRONGLY_ANOMALOUS.firing(scores, exempt, step));
    return firing;
  }

  /**
   * Returns the rows at which it fires.
   *
   * @param scores {@code [rows]}, NaN where unknown
   * @param exempt rows at which the instance is exempt from alerts
   * @param step between two rows
   */
  BitSet firing(double[] scores, BitSet exempt, Duration step) {
    BitSet holds = holds(scores, step);
    holds.andNot(exempt);
    long forRows = FOR.dividedBy(step);
    BitSet firing = new BitSet(scores.length);
    int since = -1;
    int lastHeld = -1;
    for (int row = 0; row < scores.length; row++) {
      if (holds.get(row)) {
        since = since < 0 ? row : since;
        firing.set(row, row - since >= forRows || (row > 0 && firing.get(row - 1)));
        lastHeld = row;
      } else {
        since = -1;
        boolean kept = (row - lastHeld) * step.toMillis() <= keepFiringFor.toMillis();
        firing.set(row, kept && row > 0 && firing.get(row - 1));
      }
    }
    return firing;
  }

  private BitSet holds(double[] scores, Duration step) {
    int window = rows(WINDOW, step);
    int lastKnown = rows(LAST_KNOWN, step);
    BitSet holds = new BitSet(scores.length);
    int known = -1;
    for (int row = 0; row < scores.length; row++) {
      if (!Double.isNaN(scores[row])) {
        holds.set(row, holdsAt(scores, Math.max(0, row - window + 1), row));
        known = row;
      } else if (known >= 0 && row - known < lastKnown) {
        holds.set(row, holds.get(known));
      }
    }
    return holds;
  }

  /** Whether the condition is true for the known rows of a window, at least one. */
  private boolean holdsAt(double[] scores, int from, int to) {
    int known = 0;
    int anomalous = 0;
    double sum = 0;
    for (int row = from; row <= to; row++) {
      if (!Double.isNaN(scores[row])) {
        known++;
        sum += scores[row];
        anomalous += scores[row] > 1 ? 1 : 0;
      }
    }
    return sum / known > mean && (double) anomalous / known >= SHARE;
  }

  /** Returns the number of rows in a time, at least 1. */
  static int rows(Duration time, Duration step) {
    return Math.toIntExact(Math.max(1, time.dividedBy(step)));
  }
}
