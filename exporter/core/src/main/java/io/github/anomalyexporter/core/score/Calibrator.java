package io.github.anomalyexporter.core.score;

import static io.github.anomalyexporter.core.score.ThresholdMethod.BUDGET;
import static io.github.anomalyexporter.core.score.ThresholdMethod.QUANTILE;
import static io.github.anomalyexporter.core.score.ThresholdMethod.SIGMA;
import static io.github.anomalyexporter.core.score.ThresholdMethod.TAIL;

import java.util.Locale;
import org.hipparchus.distribution.continuous.NormalDistribution;
import org.jspecify.annotations.Nullable;

/** Calibrates the threshold of an instance on the errors of its calibration span. */
public final class Calibrator {

  /** Fewer errors are too few for a test or a quantile. */
  public static final int MINIMUM_ROWS = 30;

  /** A quantile of the sample is used only if at least this many clusters of errors exceed it. */
  public static final int MINIMUM_EXCEEDING_CLUSTERS = 10;

  /**
   * Lower bound of every threshold: features are scaled to a range of about 1, so smaller errors
   * are irrelevant, and the errors of an idle host are rounding noise.
   */
  public static final double MINIMUM_THRESHOLD = 1e-6;

  /**
   * Common level of the thresholds of labelled servers, whose errors are about 1 in normal times.
   * With the raise of a threshold after an anomaly ({@link ThresholdRaise}) it gives a mean of 0.6
   * false alarms a day.
   */
  public static final double COMMON_LEVEL = 3.6;

  /**
   * Number of peaks of a history that may be unreported incidents. Each counts for at most {@link
   * #LARGEST_INCIDENT} times the common level or the next largest peak.
   */
  private static final int FEW_INCIDENTS = 4;

  /** Errors of incidents reach 1,000 and are not related to usual errors. */
  private static final double LARGEST_INCIDENT = 3;

  /**
   * Exponent by which the largest error of a span grows with its length. Measured on labelled
   * servers in use, away from incidents, from 3 to 96 hours: 0.45, 0.43 and 0.43 on three sets.
   */
  private static final double PEAK_GROWTH = 0.43;

  /** If all errors are equal, their variation is unknown; an error twice as large is anomalous. */
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

  /** Calibrates a threshold on errors that are about 1 in normal times. */
  public static Calibration calibrate(
      ErrorTimeline errors,
      ThresholdOptions options,
      @Nullable GeneralizedPareto fleetTail,
      long seed) {
    return calibrate(errors, options, COMMON_LEVEL, fleetTail, seed);
  }

  /**
   * Calibrates a threshold. Multiplying the errors by a factor multiplies the threshold by the same
   * factor; with {@code BUDGET} and a common level by its square root, or by less if the peak is
   * bounded. The threshold is at least {@link #MINIMUM_THRESHOLD}. Within one method a higher
   * quantile never lowers it.
   *
   * <ul>
   *   <li>Fewer than {@link #MINIMUM_ROWS} errors: mean plus standard deviations, at least the
   *       largest error, with every method.
   *   <li>All errors equal: twice that error, with every method.
   *   <li>{@code TAIL} with a quantile below the tail, or without a tail: the quantile.
   * </ul>
   *
   * @param timeline errors, 0 or more and finite
   * @param commonLevel common level of the thresholds of all instances; null if the errors have no
   *     common scale, so that {@code BUDGET} depends on the history of the instance alone
   * @param fleetTail distribution whose shape is used if this instance has too few exceedances;
   *     null without a fleet
   * @param seed of the subsample of the normality tests
   * @throws IllegalArgumentException if there is no error, or one is negative or infinite
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
    // The tests depend on the bulk of a small sample; large errors may be more frequent than
    // normal.
    Limit usual = sigmaLimit(tested);
    return usual.threshold >= rare.threshold ? usual : rare;
  }

  /** The level exceeded as often as configured, if the history is long enough to contain that. */
  private Limit budgetLimit() {
    double episodes = options.episodesOf(errors.rows());
    if (options.falseAlarmsPerDay() != null && episodes < 1) {
      return tailLimit(
          text("%.3g episodes in %d rows are too few to see", episodes, errors.rows()));
    }
    int wanted = (int) Math.max(1, Math.round(episodes));
    double seen = errors.peak(wanted, options.rowsPerHour());
    double peak = seen * growth(episodes);
    String exceeded =
        text("exceeded %d times in %d rows", wanted, errors.rows())
            + (peak > seen ? text(", extrapolated from %.3g to one episode", seen) : "");
    if (commonLevel == null) {
      return new Limit(peak, BUDGET, exceeded);
    }
    double most =
        LARGEST_INCIDENT
            * Math.max(commonLevel, errors.peak(wanted + FEW_INCIDENTS, options.rowsPerHour()));
    return new Limit(
        Math.sqrt(commonLevel * Math.min(peak, most)),
        BUDGET,
        text(
            "%s: %.3g%s, halfway to the common level of %.3g",
            exceeded,
            peak,
            peak > most ? text(" (out of proportion, counts as %.3g)", most) : "",
            commonLevel));
  }

  /**
   * Returns the factor from the largest peak of a history to that of a history long enough to
   * contain one episode. The largest error of a short history is a low estimate: most of what a
   * host does in a day is yet to come.
   *
   * @param episodes expected in the history
   */
  private static double growth(double episodes) {
    return episodes < 1 ? Math.pow(1 / episodes, PEAK_GROWTH) : 1;
  }

  /** The quantile of the sample if enough clusters exceed it, else that of its tail. */
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

  /** Formats the quantile with up to six decimal places. */
  private String quantileText() {
    return Double.toString(Math.rint(quantile * 1e6) / 1e6);
  }

  private static String text(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
