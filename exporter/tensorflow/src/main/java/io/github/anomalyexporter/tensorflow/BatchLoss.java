package io.github.anomalyexporter.tensorflow;

/** The loss of one step for each of its rows of the stack. */
final class BatchLoss {
  private final float[] squares;
  private final float[] cells;

  BatchLoss(float[] squares, float[] cells) {
    this.squares = squares;
    this.cells = cells;
  }

  /** Sum of squared errors over the present cells of a row. */
  float squares(int row) {
    return squares[row];
  }

  /** Number of present cells of a row. */
  float cells(int row) {
    return cells[row];
  }
}
