package io.github.anomalyexporter.core.score;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a threshold.
 *
 * @param method how it is found
 * @param quantile share of rows that should stay below, at least 0.5 and below 1; for {@code AUTO}
 *     (where errors are not normal), {@code QUANTILE} and {@code TAIL}
 * @param sigmas standard deviations above the mean, above 0; for {@code SIGMA} and {@code AUTO}
 *     (where errors are normal)
 * @param falseAlarmsPerDay the operator's own words for the wish, above 0 and at most {@link
 *     #EPISODES_PER_DAY}: so many episodes a day on an instance without anomalies. It replaces
 *     {@code quantile} by {@link #quantileFor}, and {@code sigmas} by the standard deviations that
 *     a normal distribution has at that quantile. Null: {@code quantile} and {@code sigmas} hold
 * @param rowsPerDay errors an instance has in a day without gaps: a day over the step
 */
public record ThresholdOptions(
    ThresholdMethod method,
    double quantile,
    double sigmas,
    @Nullable Double falseAlarmsPerDay,
    int rowsPerDay) {

  /**
   * One row in 2,000 above the threshold, at one row a minute less than one episode a day. Higher
   * means fewer false alarms and weak anomalies missed; beyond 0.9999 the threshold is mostly
   * extrapolated.
   */
  public static final double DEFAULT_QUANTILE = 0.9995;

  /** The customary limit of control charts: of normal errors one row in 741 is above. */
  public static final double DEFAULT_SIGMAS = 3;

  /** What {@code BUDGET} asks for where nothing else is said. */
  public static final double DEFAULT_FALSE_ALARMS_PER_DAY = 1;

  /** At the default step of a minute. */
  public static final int DEFAULT_ROWS_PER_DAY = 1440;

  /** The largest number of episodes in a day: one in each {@link Episode#GAP}. */
  public static final int EPISODES_PER_DAY = (int) Duration.ofDays(1).dividedBy(Episode.GAP);

  public static final ThresholdOptions DEFAULT =
      new ThresholdOptions(
          ThresholdMethod.BUDGET, DEFAULT_QUANTILE, DEFAULT_SIGMAS, null, DEFAULT_ROWS_PER_DAY);

  public ThresholdOptions {
    if (!(quantile >= 0.5 && quantile < 1)) {
      throw new IllegalArgumentException("quantile must be 0.5 to below 1, is " + quantile);
    }
    if (!(sigmas > 0) || Double.isInfinite(sigmas)) {
      throw new IllegalArgumentException("sigmas must be a positive number, is " + sigmas);
    }
    if (falseAlarmsPerDay != null
        && !(falseAlarmsPerDay > 0 && falseAlarmsPerDay <= EPISODES_PER_DAY)) {
      throw new IllegalArgumentException(
          "false alarms per day must be above 0 and at most %s (one every %s minutes), is %s"
              .formatted(EPISODES_PER_DAY, Episode.GAP.toMinutes(), falseAlarmsPerDay));
    }
    if (rowsPerDay < 1) {
      throw new IllegalArgumentException("rows per day must be at least 1, is " + rowsPerDay);
    }
  }

  public ThresholdOptions withMethod(ThresholdMethod other) {
    return new ThresholdOptions(other, quantile, sigmas, falseAlarmsPerDay, rowsPerDay);
  }

  public ThresholdOptions withQuantile(double other) {
    return new ThresholdOptions(method, other, sigmas, falseAlarmsPerDay, rowsPerDay);
  }

  public ThresholdOptions withSigmas(double other) {
    return new ThresholdOptions(method, quantile, other, falseAlarmsPerDay, rowsPerDay);
  }

  public ThresholdOptions withFalseAlarmsPerDay(@Nullable Double other) {
    return new ThresholdOptions(method, quantile, sigmas, other, rowsPerDay);
  }

  public ThresholdOptions withRowsPerDay(int other) {
    return new ThresholdOptions(method, quantile, sigmas, falseAlarmsPerDay, other);
  }

  /** Rows in 10 minutes, at least 1: exceedances closer than that are one episode. */
  public int episodeRows() {
    return Math.max(1, Math.round((float) rowsPerDay / EPISODES_PER_DAY));
  }

  /** Episodes that so many rows may have by {@code BUDGET}; below 1 they are too few to show it. */
  double episodesOf(int rows) {
    double perDay = falseAlarmsPerDay == null ? DEFAULT_FALSE_ALARMS_PER_DAY : falseAlarmsPerDay;
    return perDay * rows / rowsPerDay;
  }

  /** Rows in an hour, at least 1. */
  int rowsPerHour() {
    return Math.max(1, Math.round(rowsPerDay / 24f));
  }

  /**
   * The quantile asked for. An episode is a cluster of exceeding rows, so that {@code
   * falseAlarmsPerDay} episodes are {@code falseAlarmsPerDay * meanClusterLength} of the {@code
   * rowsPerDay} rows: the quantile is 1 - falseAlarmsPerDay * meanClusterLength / rowsPerDay, and
   * at least 0.5.
   *
   * <p>The length is measured where the tail begins. A fitted tail speaks of clusters itself, so
   * that the length cancels out; a quantile read off a long sample has shorter clusters than that
   * above it, and up to twice the episodes wished for.
   *
   * @param meanClusterLength exceeding rows per episode, 1 or more
   */
  public double quantileFor(double meanClusterLength) {
    if (falseAlarmsPerDay == null) {
      return quantile;
    }
    return Math.max(0.5, 1 - falseAlarmsPerDay * meanClusterLength / rowsPerDay);
  }
}
