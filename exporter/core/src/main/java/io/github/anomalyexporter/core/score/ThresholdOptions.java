package io.github.anomalyexporter.core.score;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The options of the calibration of a threshold.
 *
 * @param method of calibration
 * @param quantile share of rows that should stay below, at least 0.5 and below 1; for {@code AUTO}
 *     (where errors are not normal), {@code QUANTILE} and {@code TAIL}
 * @param sigmas standard deviations above the mean, above 0; for {@code SIGMA} and {@code AUTO}
 *     (where errors are normal)
 * @param falseAlarmsPerDay number of episodes a day on an instance without anomalies, above 0 and
 *     at most {@link #EPISODES_PER_DAY}. It replaces {@code quantile} by {@link #quantileFor}, and
 *     {@code sigmas} by the standard deviations of a normal distribution at that quantile. Null if
 *     {@code quantile} and {@code sigmas} apply
 * @param rowsPerDay rows of an instance in a day without gaps: a day divided by the step
 */
public record ThresholdOptions(
    ThresholdMethod method,
    double quantile,
    double sigmas,
    @Nullable Double falseAlarmsPerDay,
    int rowsPerDay) {

  /**
   * One row in 2,000 above the threshold: less than one episode a day at one row a minute. A higher
   * quantile has fewer false alarms and misses weak anomalies; beyond 0.9999 the threshold is
   * mostly extrapolated.
   */
  public static final double DEFAULT_QUANTILE = 0.9995;

  /** The customary limit of control charts: of normal errors one row in 741 is above. */
  public static final double DEFAULT_SIGMAS = 3;

  /** False alarms per day of {@code BUDGET} if not configured. */
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

  /** Rows in {@link Episode#GAP}, at least 1: exceedances closer than that are one episode. */
  public int episodeRows() {
    return Math.max(1, Math.round((float) rowsPerDay / EPISODES_PER_DAY));
  }

  /** Episodes of {@code BUDGET} in a number of rows; below 1 the rows are too few for it. */
  double episodesOf(int rows) {
    double perDay = falseAlarmsPerDay == null ? DEFAULT_FALSE_ALARMS_PER_DAY : falseAlarmsPerDay;
    return perDay * rows / rowsPerDay;
  }

  /** Rows in an hour, at least 1. */
  int rowsPerHour() {
    return Math.max(1, Math.round(rowsPerDay / 24f));
  }

  /**
   * Returns the configured quantile. An episode is a cluster of exceeding rows, so {@code
   * falseAlarmsPerDay} episodes are {@code falseAlarmsPerDay * meanClusterLength} of the {@code
   * rowsPerDay} rows: the quantile is 1 - falseAlarmsPerDay * meanClusterLength / rowsPerDay, and
   * at least 0.5.
   *
   * <p>The length is measured where the tail begins. A tail is fitted to clusters, so the length
   * cancels out. The clusters above a quantile of a long sample are shorter, which results in up to
   * twice the configured episodes.
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
