package io.github.anomalyexporter.core.score;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The tail of an instance's errors by peaks over threshold (Siffer, Fouque, Termier and Largouet,
 * "Anomaly detection in streams with extreme value theory", KDD 2017), fitted to the peaks of
 * clusters of exceedances. It extends to levels that the sample is too short to contain.
 *
 * @param initialThreshold the level to whose exceedances the tail was fitted
 * @param exceedanceRate share of rows above it, above 0 and below 1
 * @param clusters independent groups of those rows
 * @param meanClusterLength rows above the initial threshold per cluster, 1 or more
 * @param excess distribution of a cluster's peak above the initial threshold
 * @param shapeSource where the shape of {@code excess} comes from
 */
public record TailThreshold(
    double initialThreshold,
    double exceedanceRate,
    int clusters,
    double meanClusterLength,
    GeneralizedPareto excess,
    ShapeSource shapeSource) {

  /** Where the shape of a tail comes from. */
  public enum ShapeSource {
    /** Fitted to the clusters of this instance, and shrunk towards 0 if they are few. */
    OWN,
    /** The fleet's shape, because of too few clusters. */
    FLEET,
    /** Shape 0, because of too few clusters and no fleet. */
    EXPONENTIAL
  }

  /**
   * High enough for the limit law, low enough to leave clusters to fit: about 80 rows of a
   * three-day calibration span at one row a minute.
   */
  public static final double INITIAL_QUANTILE = 0.98;

  /** The tail of a short sample begins lower, so that at least this many rows exceed it. */
  static final int WANTED_EXCEEDANCES = 60;

  /** The lowest quantile at which a tail begins; below it is the bulk of the sample. */
  static final double LOWEST_INITIAL_QUANTILE = 0.9;

  /** With fewer clusters the shape is mostly noise. */
  public static final int MINIMUM_CLUSTERS = 10;

  /**
   * Number of prior clusters with shape 0, the exponential tail, which are combined with the
   * observed clusters: with few clusters the shape is still noisy, and a threshold far beyond the
   * sample depends on it. Vehtari et al., "Pareto smoothed importance sampling", JMLR 25 (2024),
   * appendix G, use the same number with shape 0.5.
   */
  static final int PRIOR_CLUSTERS = 10;

  public TailThreshold {
    if (!Double.isFinite(initialThreshold)) {
      throw new IllegalArgumentException(
          "an initial threshold must be finite: " + initialThreshold);
    }
    if (!(exceedanceRate > 0 && exceedanceRate < 1)) {
      throw new IllegalArgumentException(
          "an exceedance rate must be above 0 and below 1: " + exceedanceRate);
    }
    if (clusters < 1 || !(meanClusterLength >= 1) || Double.isInfinite(meanClusterLength)) {
      throw new IllegalArgumentException(
          "a tail needs clusters of a row or more: " + clusters + ", " + meanClusterLength);
    }
  }

  /** Returns the quantile at which the tail of a number of errors begins. */
  public static double initialQuantile(int rows) {
    return Math.max(
        LOWEST_INITIAL_QUANTILE,
        Math.min(INITIAL_QUANTILE, 1 - (double) WANTED_EXCEEDANCES / rows));
  }

  /**
   * Fits the tail above an initial threshold.
   *
   * @param initialThreshold usually the {@link #initialQuantile} of the errors
   * @param gapRows exceedances less than this many rows apart are one cluster
   * @param fleetTail distribution whose shape is used with fewer than {@link #MINIMUM_CLUSTERS}
   *     clusters; null without a fleet
   * @return empty if no error, or every error, exceeds the initial threshold
   */
  public static Optional<TailThreshold> fit(
      ErrorTimeline errors,
      double initialThreshold,
      int gapRows,
      @Nullable GeneralizedPareto fleetTail) {
    Clusters clusters = Clusters.above(initialThreshold, errors, gapRows);
    int rows = errors.size();
    if (clusters.count() == 0 || clusters.rows() == rows) {
      return Optional.empty();
    }
    double[] excesses = clusters.excesses();
    GeneralizedPareto excess;
    ShapeSource source;
    if (clusters.count() >= MINIMUM_CLUSTERS) {
      GeneralizedPareto fit = GeneralizedPareto.fit(excesses);
      double shape = fit.shape() * clusters.count() / (clusters.count() + PRIOR_CLUSTERS);
      excess = new GeneralizedPareto(shape, fit.scale());
      source = ShapeSource.OWN;
    } else if (fleetTail != null) {
      excess = GeneralizedPareto.withShape(excesses, fleetTail.shape());
      source = ShapeSource.FLEET;
    } else {
      excess = GeneralizedPareto.withShape(excesses, 0);
      source = ShapeSource.EXPONENTIAL;
    }
    return Optional.of(
        new TailThreshold(
            initialThreshold,
            (double) clusters.rows() / rows,
            clusters.count(),
            (double) clusters.rows() / clusters.count(),
            excess,
            source));
  }

  /**
   * Returns the level that a row exceeds with a probability. Rows of a cluster have the
   * distribution of its peak, which is exact in the limit (Coles 2001, 5.3.1) and otherwise results
   * in fewer alarms.
   *
   * @param probabilityPerRow above 0 and at most {@link #exceedanceRate}: below the initial
   *     threshold there is no tail
   */
  public double level(double probabilityPerRow) {
    if (!(probabilityPerRow > 0 && probabilityPerRow <= exceedanceRate)) {
      throw new IllegalArgumentException(
          "a tail has probabilities above 0 and up to "
              + exceedanceRate
              + ", not "
              + probabilityPerRow
              + ": use the quantile of the errors");
    }
    return initialThreshold + excess.level(probabilityPerRow / exceedanceRate);
  }
}
