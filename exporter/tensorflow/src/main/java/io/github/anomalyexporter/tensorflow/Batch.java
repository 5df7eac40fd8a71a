package io.github.anomalyexporter.tensorflow;

import java.util.List;
import java.util.function.Function;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * The data of one step: the same number of samples for each of some rows of the stack. Its memory
 * is reused by later steps.
 */
final class Batch implements AutoCloseable {
  private final int samples;
  private final int inputs;
  private final float[] buffer;
  private final int[] indices;
  private TFloat32 cells;
  private TInt32 stackRows;

  /**
   * @param capacity maximum number of rows of the stack in one step
   * @param samples number of samples of each row
   */
  Batch(int capacity, int samples, int inputs) {
    this.samples = samples;
    this.inputs = inputs;
    this.buffer = new float[Math.multiplyExact(capacity, Math.multiplyExact(samples, inputs))];
    this.indices = new int[capacity];
    this.cells = TFloat32.tensorOf(Shape.of(capacity, samples, inputs));
    this.stackRows = TInt32.tensorOf(Shape.of(capacity));
  }

  /** Number of samples of each row. */
  int samples() {
    return samples;
  }

  /** Copies samples of one part of each row, from a position in that part on. */
  void gather(List<StackRow> rows, Function<StackRow, RowPart> part, int from) {
    int perRow = samples * inputs;
    for (int i = 0; i < rows.size(); i++) {
      indices[i] = rows.get(i).index();
      part.apply(rows.get(i)).copy(from, samples, buffer, i * perRow);
    }
    resize(rows.size());
    cells.asRawTensor().data().asFloats().write(buffer, 0, rows.size() * perRow);
    stackRows.asRawTensor().data().asInts().write(indices, 0, rows.size());
  }

  private void resize(int rows) {
    if (stackRows.size() != rows) {
      close();
      cells = TFloat32.tensorOf(Shape.of(rows, samples, inputs));
      stackRows = TInt32.tensorOf(Shape.of(rows));
    }
  }

  /** {@code [rows, samples, inputs]}; NaN where missing. */
  TFloat32 cells() {
    return cells;
  }

  /** {@code [rows]}: their positions in the stack. */
  TInt32 stackRows() {
    return stackRows;
  }

  @Override
  public void close() {
    cells.close();
    stackRows.close();
  }
}
