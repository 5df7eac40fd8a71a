package io.github.anomalyexporter.core.score;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * The raise of the threshold of one instance because of its recent anomalies. What an instance has
 * shown since its last training is not in its calibrated threshold: a job that runs every few
 * hours, a release, a noisier disk. Without a raise each repetition is an alarm.
 *
 * <ul>
 *   <li>After an anomaly the threshold is {@link #MARGIN} times the largest error of the anomaly,
 *       at most {@link #LARGEST} times the calibrated threshold. The raise halves every day.
 *   <li>During an anomaly the threshold does not change, so that the anomaly ends with its cause.
 *       An error below {@link #AFTERMATH} times the largest recent error of the anomaly is its
 *       aftermath and not anomalous: the smoothed error and averages such as the load of 15 minutes
 *       fall slowly.
 *   <li>An anomaly of {@link #LONGEST_ANOMALY} is a new level of the instance. The threshold is
 *       then {@link #MARGIN} times its largest recent errors without a bound, for as long as the
 *       errors exceed the calibrated threshold.
 *   <li>An unknown error changes nothing: an anomaly or a level that lasts when the errors are
 *       known again continues, unless they were unknown for {@link #LONGEST_ANOMALY}.
 * </ul>
 *
 * <p>A raise that follows the errors of the recent past is an adaptive limit as in Gibbs and
 * Candes, "Adaptive conformal inference under distribution shift", NeurIPS 2021. Immutable.
 *
 * @param base factor by which the calibrated threshold is raised outside of an aftermath, 1 or more
 * @param at time of the last known error
 * @param anomaly the current anomaly; null without one
 * @param level the new level at which the instance is; null without one
 */
public record ThresholdRaise(
    double base, Instant at, @Nullable Anomaly anomaly, @Nullable Level level) {
  public ThresholdRaise {
    Objects.requireNonNull(at);
    if (!(base >= 1 && Double.isFinite(base))) {
      throw new IllegalArgumentException("a threshold is raised by 1 or more: " + base);
    }
  }

  /** No raise. */
  public static final ThresholdRaise NONE = new ThresholdRaise(1, Instant.EPOCH, null, null);

  /** An anomaly of this duration is a new level. */
  public static final Duration LONGEST_ANOMALY = Duration.ofHours(3);

  /** The next anomaly of the same kind is not exactly as large. */
  static final double MARGIN = 1.3;

  /** An incident of this size is an anomaly after any other incident. */
  static final double LARGEST = 3;

  static final Duration HALF_LIFE = Duration.ofDays(1);

  static final double AFTERMATH = 0.2;

  /** An anomaly often begins with its largest error, which is not that of the new level. */
  private static final Duration PEAK_HALF_LIFE = Duration.ofMinutes(30);

  /**
   * An anomaly. Errors are in units of the calibrated threshold.
   *
   * @param since time of its first anomalous error
   * @param until time of its last anomalous error so far
   * @param peak its largest error
   * @param recentPeak the same, where earlier errors count less
   */
  public record Anomaly(Instant since, Instant until, double peak, double recentPeak) {
    public Anomaly {
      Objects.requireNonNull(since);
      Objects.requireNonNull(until);
      if (!(Double.isFinite(peak) && Double.isFinite(recentPeak))) {
        throw new IllegalArgumentException("an error must be finite: " + peak + ", " + recentPeak);
      }
    }

    private Anomaly continued(Instant time, double error) {
      return new Anomaly(since, time, Math.max(peak, error), Math.max(recentPeakAt(time), error));
    }

    private double recentPeakAt(Instant time) {
      return recentPeak * halved(until, time, PEAK_HALF_LIFE);
    }
  }

  /**
   * A new level of an instance.
   *
   * @param since start of the anomaly that became the new level
   * @param until time of the last error above the calibrated threshold
   */
  public record Level(Instant since, Instant until) {
    public Level {
      Objects.requireNonNull(since);
      Objects.requireNonNull(until);
    }
  }

  /** Returns whether the threshold is the calibrated threshold and no anomaly is known. */
  public boolean hasNoEffect() {
    return base == NONE.base && anomaly == null && level == null;
  }

  /**
   * Returns the factor by which the calibrated threshold is raised for the last error, 1 or more.
   */
  public double factor() {
    return anomaly != null && anomaly.until.isBefore(at) ? aftermath(anomaly) : base;
  }

  private double aftermath(Anomaly ending) {
    return Math.max(base, AFTERMATH * ending.recentPeakAt(at));
  }

  /**
   * Returns the raise at a later time, at which an error is anomalous if it exceeds {@link
   * #factor()}.
   *
   * @param time a time up to ten minutes before {@link #at} counts as {@code at}. With an earlier
   *     time the clock was set back: anomaly and level have an unknown duration and end
   * @param error in units of the calibrated threshold, 0 or more; NaN if unknown
   */
  public ThresholdRaise next(Instant time, double error) {
    if (Double.isNaN(error)) {
      return this;
    }
    boolean setBack = isOver(time, at);
    boolean wasUnknown = Duration.between(at, time).compareTo(LONGEST_ANOMALY) >= 0;
    ThresholdRaise now = setBack || wasUnknown ? withoutAnomaly().withoutLevel() : this;
    return now.elapsed(time.isBefore(at) && !setBack ? at : time)
        .withLevel(error)
        .withAnomaly(error);
  }

  /**
   * Returns the factors of consecutive rows, of which the first has no raise.
   *
   * @param times time of each row
   * @param errors {@code [rows]}, as in {@link #next}
   * @return {@code [rows]}
   */
  public static double[] factors(IntFunction<Instant> times, double[] errors) {
    double[] factors = new double[errors.length];
    ThresholdRaise raise = NONE;
    for (int row = 0; row < factors.length; row++) {
      raise = raise.next(times.apply(row), errors[row]);
      factors[row] = raise.factor();
    }
    return factors;
  }

  /** Ends the anomaly and the level if they are over at a time, and lets the raise decay. */
  private ThresholdRaise elapsed(Instant time) {
    ThresholdRaise ended = this;
    if (level != null && isOver(level.until, time) && isKnownSince(level.until)) {
      ended = ended.withoutLevel();
    }
    if (anomaly != null && isOver(anomaly.until, time) && isKnownSince(anomaly.until)) {
      ended = ended.withoutAnomaly();
    }
    double decay =
        anomaly == null && level == null && time.isAfter(at) ? halved(at, time, HALF_LIFE) : 1;
    return new ThresholdRaise(Math.max(1, ended.base * decay), time, ended.anomaly, ended.level);
  }

  /** Whether an error after a time is known. */
  private boolean isKnownSince(Instant time) {
    return time.isBefore(at);
  }

  private ThresholdRaise withoutAnomaly() {
    return anomaly == null
        ? this
        : new ThresholdRaise(
            Math.max(base, Math.min(LARGEST, MARGIN * anomaly.peak)), at, null, level);
  }

  private ThresholdRaise withoutLevel() {
    return level == null ? this : new ThresholdRaise(Math.min(base, LARGEST), at, anomaly, null);
  }

  private ThresholdRaise withLevel(double error) {
    return level != null && error > 1
        ? new ThresholdRaise(base, at, anomaly, new Level(level.since, at))
        : this;
  }

  private ThresholdRaise withAnomaly(double error) {
    if (anomaly == null) {
      return error > base
          ? new ThresholdRaise(base, at, new Anomaly(at, at, error, error), level)
          : this;
    }
    if (error <= aftermath(anomaly)) {
      return this;
    }
    Anomaly continued = anomaly.continued(at, error);
    return Duration.between(anomaly.since, at).compareTo(LONGEST_ANOMALY) < 0
        ? new ThresholdRaise(base, at, continued, level)
        : new ThresholdRaise(
            Math.max(base, MARGIN * continued.recentPeak), at, null, new Level(anomaly.since, at));
  }

  private static boolean isOver(Instant until, Instant time) {
    return !until.plus(Episode.GAP).isAfter(time);
  }

  private static double halved(Instant from, Instant to, Duration halfLife) {
    return Math.pow(0.5, (double) Duration.between(from, to).toMillis() / halfLife.toMillis());
  }
}
