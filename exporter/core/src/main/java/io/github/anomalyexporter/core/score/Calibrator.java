package io.github.anomalyexporter.core.score;

import static io.github.anomalyexporter.core.score.ThresholdMethod.BUDGET;
import static io.github.anomalyexporter.core.score.ThresholdMethod.QUANTILE;
import static io.github.anomalyexporter.core.score.ThresholdMethod.SIGMA;
import static io.github.anomalyexporter.core.score.ThresholdMethod.TAIL;

import java.util.Locale;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.jspecify.annotations.Nullable;

/** Finds the threshold of an instance from the errors of its calibration span. */
public final class Calibrator {

  /** With fewer errors neither a test nor a quantile says anything. */
  public static final int MINIMUM_ROWS = 30;

  /** A quantile is read off the sample only where so many clusters of errors exceed it. */
  public static final int MINIMUM_EXCEEDING_CLUSTERS = 10;

  /**
   * No threshold is lower: of features scaled to a range of about 1 nobody wants to hear of
   * deviations this small, and a host that stands still would be judged by rounding noise.
   */
  public static final double MINIMUM_THRESHOLD = 1e-6;

  /**
   * Where thresholds of labelled servers lie: errors are about 1 in normal times, on all of them.
   * As low as one false alarm a day on their mean allows.
   */
  public static final double COMMON_LEVEL = 6.5;

  /**
   * So many peaks of a history may be incidents that were not reported. Each counts for at most
   * {@link #LARGEST_INCIDENT} times the common level or the next largest peak.
   */
  private static final int FEW_INCIDENTS = 4;

  /** Errors of incidents reach a thousand: no multiple of a usual error. */
  private static final double LARGEST_INCIDENT = 3;

  /** All errors equal: their spread is unknown, and an error twice as large is worth a look. */
  static final double CONSTANT_ERRORS_FACTOR = 2;

  private record Limit(double threshold, ThresholdMethod method, String reason) {}

  private final ObservedErrors errors;
  private final ThresholdOptions options;
  private final double quantile;
  private final @Nullable Double commonLevel;
  private final @Nullable NormalityTests normality;
  private final @Nullable TailThreshold tail;

  private Calibrator(
      ObservedErrors errors,
      ThresholdOptions options,
      @Nullable Double commonLevel,
      @Nullable NormalityTests normality,
      @Nullable TailThreshold tail) {
    this.errors = errors;
    this.options = options;
    this.commonLevel = commonLevel;
    this.normality = normality;
    this.tail = tail;
    this.quantile = options.quantileFor(meanClusterLength());
  }

  /** Calibrates a threshold of errors that are about 1 in normal times. */
  public static Calibration calibrate(
      ErrorTimeline errors,
      ThresholdOptions options,
      @Nullable GeneralizedPareto fleetTail,
      long seed) {
    return calibrate(errors, options, COMMON_LEVEL, fleetTail, seed);
  }

  /**
   * Calibrates a threshold. Multiplying the errors by a factor multiplies the threshold by it, that
   * of {@code BUDGET} with a common level by its square root (by less where the level is out of
   * proportion to all others and bounded), down to {@link #MINIMUM_THRESHOLD}; within one method a
   * higher quantile never lowers it.
   *
   * <ul>
   *   <li>Fewer than {@link #MINIMUM_ROWS} errors: mean plus standard deviations, at least the
   *       largest error, whatever the method.
   *   <li>All errors equal: twice that error, whatever the method.
   *   <li>{@code TAIL} with a quantile below the tail, or without any tail: the quantile.
   * </ul>
   *
   * @param timeline 0 or more and finite
   * @param options what is asked for
   * @param commonLevel where the thresholds of all instances lie, whatever their past; null where
   *     the errors have no common scale, so that {@code BUDGET} goes by each one's past alone
   * @param fleetTail whose shape is used where this instance has too few exceedances; null without
   *     a fleet
   * @param seed of the subsample of the normality tests
   * @throws IllegalArgumentException without a single error, or with a negative or infinite one
   */
  public static Calibration calibrate(
      ErrorTimeline timeline,
      ThresholdOptions options,
      @Nullable Double commonLevel,
      @Nullable GeneralizedPareto fleetTail,
      long seed) {
    ObservedErrors errors = new ObservedErrors(timeline);
    if (errors.rows() < MINIMUM_ROWS || errors.constant()) {
      return new Calibrator(errors, options, commonLevel, null, null).calibration();
    }
    NormalityTests normality = NormalityTests.of(errors.inTimeOrder(), seed);
    double initial = errors.quantile(TailThreshold.initialQuantile(errors.rows()));
    TailThreshold tail =
        TailThreshold.fit(timeline, initial, options.episodeRows(), fleetTail).orElse(null);
    return new Calibrator(errors, options, commonLevel, normality, tail).calibration();
  }

  private Calibration calibration() {
    Limit limit = limit();
    return new Calibration(
        Math.max(limit.threshold, MINIMUM_THRESHOLD),
        limit.method,
        limit.threshold < MINIMUM_THRESHOLD
            ? limit.reason + "; raised to the least threshold"
            : limit.reason,
        quantile,
        errors.distribution(),
        normality,
        tail);
  }

  private Limit limit() {
    if (errors.constant()) {
      return new Limit(
          CONSTANT_ERRORS_FACTOR * errors.largest(),
          QUANTILE,
          text("all %d errors are equal: twice that error", errors.rows()));
    }
    if (errors.rows() < MINIMUM_ROWS) {
      return new Limit(
          Math.max(meanPlusSigmas(), errors.largest()),
          SIGMA,
          text(
              "only %d errors, too few to test: mean + %.3g standard deviations,"
                  + " at least the largest error",
              errors.rows(), sigmas()));
    }
    return switch (options.method()) {
      case QUANTILE -> quantileLimit("as configured");
      case SIGMA -> sigmaLimit("as configured");
      case TAIL -> tailLimit("as configured");
      case AUTO -> automaticLimit();
      case BUDGET -> budgetLimit();
    };
  }

  private Limit automaticLimit() {
    if (normality == null) {
      throw new IllegalStateException("errors that were not tested");
    }
    String tested =
        text(
            "errors look %s (Shapiro-Wilk p=%.2g, Lilliefors p=%.2g, of %d values)",
            normality.normal() ? "normal" : "not normal",
            normality.shapiroWilk().pValue(),
            normality.lilliefors().pValue(),
            normality.sampleSize());
    Limit rare = rareLimit(tested);
    if (!normality.normal()) {
      return rare;
    }
    // The tests look at the bulk of a small sample; what is rare may come more often all the same.
    Limit usual = sigmaLimit(tested);
    return usual.threshold >= rare.threshold ? usual : rare;
  }

  /** As often as wished in the past, if so rarely shows in it at all. */
  private Limit budgetLimit() {
    double episodes = options.episodesOf(errors.rows());
    if (options.falseAlarmsPerDay() != null && episodes < 1) {
      return tailLimit(
          text("%.3g episodes in %d rows are too few to see", episodes, errors.rows()));
    }
    int wanted = (int) Math.max(1, Math.round(episodes));
    double peak = errors.peak(wanted, options.rowsPerHour());
    if (commonLevel == null) {
      return new Limit(peak, BUDGET, text("exceeded %d times in %d rows", wanted, errors.rows()));
    }
    double most =
        LARGEST_INCIDENT
            * Math.max(commonLevel, errors.peak(wanted + FEW_INCIDENTS, options.rowsPerHour()));
    return new Limit(
        Math.sqrt(commonLevel * Math.min(peak, most)),
        BUDGET,
        text(
            "exceeded %d times in %d rows: %.3g%s, halfway to the common level of %.3g",
            wanted,
            errors.rows(),
            peak,
            peak > most ? text(" (out of proportion, counts as %.3g)", most) : "",
            commonLevel));
  }

  /** The quantile if the sample shows it, else what its tail says of it. */
  private Limit rareLimit(String why) {
    double clusters = errors.rows() * (1 - quantile) / meanClusterLength();
    if (clusters >= MINIMUM_EXCEEDING_CLUSTERS) {
      return quantileLimit(why);
    }
    return tailLimit(text("%s, and %d rows show too little of the tail", why, errors.rows()));
  }

  private Limit quantileLimit(String why) {
    return new Limit(
        errors.quantile(quantile),
        QUANTILE,
        text("%s: quantile %s of %d errors", why, quantileText(), errors.rows()));
  }

  private Limit sigmaLimit(String why) {
    return new Limit(
        meanPlusSigmas(), SIGMA, text("%s: mean + %.3g standard deviations", why, sigmas()));
  }

  private Limit tailLimit(String why) {
    if (tail == null) {
      return quantileLimit(why + ", no tail to fit as the largest errors are equal");
    }
    if (1 - quantile > tail.exceedanceRate()) {
      return quantileLimit(why + ", the quantile is below the tail");
    }
    return new Limit(
        tail.level(1 - quantile),
        TAIL,
        text(
            "%s: quantile %s of a tail of shape %.2g (%s) fitted to %d clusters",
            why, quantileText(), tail.excess().shape(), shapeSource(tail), tail.clusters()));
  }

  private static String shapeSource(TailThreshold tail) {
    return switch (tail.shapeSource()) {
      case OWN -> "its own";
      case FLEET -> "the fleet's";
      case EXPONENTIAL -> "exponential, for lack of clusters and of a fleet";
    };
  }

  private double meanPlusSigmas() {
    return errors.mean() + sigmas() * errors.standardDeviation();
  }

  private double sigmas() {
    return options.falseAlarmsPerDay() == null
        ? options.sigmas()
        : new NormalDistribution().inverseCumulativeProbability(quantile);
  }

  private double meanClusterLength() {
    return tail == null ? 1 : tail.meanClusterLength();
  }

  /** To six places, without the trailing zeros. */
  private String quantileText() {
    return Double.toString(Math.rint(quantile * 1e6) / 1e6);
  }

  private static String text(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
