package io.github.anomalyexporter.core.evaluation;

import java.time.Duration;
import java.util.BitSet;

/**
 * A shipped alerting rule about one instance, over rows of past scores instead of scrapes: so it
 * fires within a step of when Prometheus would have let it.
 *
 * @param name of the alert
 * @param mean the score's mean over five minutes has to be above it
 * @param share of anomalous rows in these five minutes that is needed
 * @param shareIncluded whether exactly that share is enough
 * @param keepFiringFor how long it goes on where that no longer holds
 */
public record AlertRule(
    String name, double mean, double share, boolean shareIncluded, Duration keepFiringFor) {

  public static final AlertRule INSTANCE_ANOMALOUS =
      new AlertRule("InstanceAnomalous", 1.2, 0.6, false, Duration.ofMinutes(5));

  public static final AlertRule INSTANCE_STRONGLY_ANOMALOUS =
      new AlertRule("InstanceStronglyAnomalous", 2, 0.5, true, Duration.ofMinutes(8));

  /** Mean and share are over so much time. */
  public static final Duration WINDOW = Duration.ofMinutes(5);

  /** They have to hold for so long. */
  public static final Duration FOR = Duration.ofMinutes(1);

  /** For so long the last ones known hold where a score is unknown. */
  public static final Duration LAST_KNOWN = Duration.ofMinutes(15);

  /**
   * The rows at which it fires.
   *
   * @param scores {@code [rows]}, NaN where unknown
   * @param exempt rows at which no alert is wanted of the instance
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

  /** Over the known rows of a window, of which there is one at least. */
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
    double anomalousShare = (double) anomalous / known;
    return sum / known > mean
        && (anomalousShare > share || (shareIncluded && anomalousShare == share));
  }

  /** A step that is longer than the time stands for all of it. */
  static int rows(Duration time, Duration step) {
    return Math.toIntExact(Math.max(1, time.dividedBy(step)));
  }
}
