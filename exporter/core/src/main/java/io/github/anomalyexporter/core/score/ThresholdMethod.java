package io.github.anomalyexporter.core.score;

/** How a threshold is taken from the errors of a calibration span. */
public enum ThresholdMethod {
  /**
   * Tests the errors: {@link #SIGMA} where they look normal, otherwise {@link #QUANTILE} where the
   * sample shows the wanted quantile, and {@link #TAIL} beyond.
   */
  AUTO,
  /** The quantile of the errors. Needs many rows; knows nothing above the largest error. */
  QUANTILE,
  /** Mean plus a number of standard deviations. Fits normal errors only. */
  SIGMA,
  /** The quantile of a tail fitted to declustered exceedances: {@link TailThreshold}. */
  TAIL
}
