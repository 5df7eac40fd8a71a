package io.github.anomalyexporter.core.score;

/** How a threshold is taken from the errors of a calibration span. */
public enum ThresholdMethod {
  /**
   * The level that the errors exceeded as often as they may, in episodes an hour apart, drawn
   * halfway (in the logarithm) to a level that holds for all instances: a calm instance is not to
   * alarm as often as it may whatever happens, and one whose history is full of incidents is not to
   * raise its limit above them all.
   */
  BUDGET,
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
