package io.github.anomalyexporter.core.score;

/** How a threshold is taken from the errors of a calibration span. */
public enum ThresholdMethod {
  /**
   * {@link #QUANTILE} where the sample shows the wanted quantile, {@link #TAIL} beyond; but {@link
   * #SIGMA} where the errors are tested and look normal, and that is higher.
   */
  AUTO,
  /** The quantile of the errors. Needs many rows; knows nothing above the largest error. */
  QUANTILE,
  /** Mean plus a number of standard deviations. Fits normal errors only. */
  SIGMA,
  /** The quantile of a tail fitted to declustered exceedances: {@link TailThreshold}. */
  TAIL
}
