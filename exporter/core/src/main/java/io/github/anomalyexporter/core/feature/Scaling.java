package io.github.anomalyexporter.core.feature;

/** How inputs are brought to a common size before the model sees them. */
public enum Scaling {
  /** Least and greatest value of the training part to 0 and 1; the model's output is a sigmoid. */
  MIN_MAX,
  /**
   * Median and interquartile range of the training part to 0 and 1.349 (the range of a standard
   * normal); the model's output is linear. Outliers in the history do not move it.
   */
  ROBUST
}
