package io.github.anomalyexporter.core.model;

/**
 * A part that a detector can omit, to measure its contribution to the detection quality. Served
 * detectors have all parts.
 */
public enum Part {
  /** The preceding rows in the forecast; without them it depends on the time of day alone. */
  PAST,
  /** The time of day in the forecast and in the seasonal level, which is then the mean. */
  CLOCK,
  /** The innovation residuals of the last rows. */
  INNOVATION_RESIDUAL,
  /** The deviation of a row from the seasonal level, and with it {@link #GATE}. */
  SEASONAL_DEVIATION,
  /** The preceding rows in the innovation residual energy, which is then that of the last row. */
  SMOOTHING,
  /** The selection of the largest squares of a row; without it the mean is over all of them. */
  LARGEST,
  /** The bound of the innovation residual energy by the seasonal deviation energy. */
  GATE
}
