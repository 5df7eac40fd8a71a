package io.github.anomalyexporter.core.detector;

/** The parts of a history, in order of time. */
enum HistoryPart {
  /** What scaler, forecast and weights are fitted to. */
  TRAINING(0.6),
  /** What tells when training has had its best epoch, and how large residuals are. */
  VALIDATION(0.2),
  /** What the threshold is chosen on; nothing was fitted to it. */
  CALIBRATION(0.2);

  private final double share;

  HistoryPart(double share) {
    this.share = share;
  }

  /** How many of so many rows. */
  int of(int rows) {
    return this == CALIBRATION
        ? rows - TRAINING.of(rows) - VALIDATION.of(rows)
        : (int) (share * rows);
  }
}
