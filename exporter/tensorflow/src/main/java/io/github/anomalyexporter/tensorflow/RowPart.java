package io.github.anomalyexporter.tensorflow;

import io.github.anomalyexporter.core.model.TrainingRows;
import java.util.Arrays;
import java.util.SplittableRandom;

/** The training or the validation part of one row of the stack, and its loss in this epoch. */
final class RowPart {
  private final TrainingRows rows;
  private final int[] order;
  private double squares;
  private double cells;

  /**
   * @param from first row of this part
   * @param to after the last row
   */
  RowPart(TrainingRows rows, int from, int to) {
    this.rows = rows;
    this.order = new int[to - from];
    Arrays.setAll(order, i -> from + i);
  }

  int size() {
    return order.length;
  }

  /** Shuffles the rows (Fisher and Yates). */
  void shuffle(SplittableRandom random) {
    for (int i = order.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[other];
      order[other] = swapped;
    }
  }

  /**
   * Copies rows in their current order; rows after the last one are missing, and so masked.
   *
   * @param target {@code [.., count, inputs]} flat
   */
  void copy(int from, int count, float[] target, int offset) {
    int inputs = rows.inputs();
    int end = Math.min(from + count, order.length);
    int position = offset;
    for (int i = from; i < end; i++) {
      System.arraycopy(rows.values(), order[i] * inputs, target, position, inputs);
      position += inputs;
    }
    Arrays.fill(target, position, offset + count * inputs, Float.NaN);
  }

  void resetLoss() {
    squares = 0;
    cells = 0;
  }

  void addLoss(float batchSquares, float batchCells) {
    squares += batchSquares;
    cells += batchCells;
  }

  /** Whether the epoch had no present cell. */
  boolean isMissing() {
    return cells == 0;
  }

  /** Mean squared error over the present cells; NaN without any. */
  double loss() {
    return squares / cells;
  }
}
