package io.github.anomalyexporter.core.model;

/**
 * What a detector can do without: only to measure what each part is good for. Whatever serves has
 * all of them.
 */
public enum Part {
  /** The rows before, in the forecast: it is then from the time of day alone. */
  PAST,
  /** The time of day, in the forecast and in the usual level: that is then the mean. */
  CLOCK,
  /** How surprising the last rows are. */
  SURPRISE,
  /** How far off a row is from its usual level, and with it {@link #GATE}. */
  DISPLACEMENT,
  /** The rows before, in the surprise: it is then that of the last row alone. */
  SMOOTHING,
  /** The choice of the largest squares of a row: the mean is then over all of them. */
  LARGEST,
  /** The bound of the surprise by the displacement. */
  GATE
}
