package io.github.anomalyexporter.core.score;

/** The method by which a threshold is calibrated on the errors of a calibration span. */
public enum ThresholdMethod {
  /**
   * The level that the errors exceeded as often as configured, in episodes an hour apart, averaged
   * in the logarithm with a level common to all instances: a quiet instance does not use up its
   * false alarms, and an instance with many incidents in its history does not have a threshold
   * above all of them.
   */
  BUDGET,
  /**
   * {@link #QUANTILE} if the sample is long enough for the quantile, else {@link #TAIL}; {@link
   * #SIGMA} if the tests do not reject normality and its threshold is higher.
   */
  AUTO,
  /** The quantile of the errors. Needs many rows; never above the largest error. */
  QUANTILE,
  /** Mean plus a number of standard deviations. Suitable for normal errors only. */
  SIGMA,
  /** The quantile of a tail fitted to declustered exceedances: {@link TailThreshold}. */
  TAIL
}
