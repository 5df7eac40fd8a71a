package io.github.anomalyexporter.core.model;

/**
 * The training data of one row of the stack: innovations of one instance (or, for row 0, of the
 * whole fleet), oldest first. The array is not copied and must not be changed afterwards.
 */
public final class TrainingRows {
  private final float[] values;
  private final int inputs;
  private final int rows;
  private final int trainingRows;

  /**
   * @param values {@code [rows, inputs]} flat, NaN where a cell is missing: it is 0 for the network
   *     and masked in the loss; further values are ignored
   * @param inputs width of a row
   * @param rows number of rows
   * @param trainingRows number of the first rows, to which the weights are fitted; the other rows
   *     are for early stopping. Both parts have at least one row.
   */
  public TrainingRows(float[] values, int inputs, int rows, int trainingRows) {
    if (trainingRows < 1 || trainingRows >= rows || values.length < rows * inputs) {
      throw new IllegalArgumentException(
          "%s values in %s rows of %s inputs, %s of them for training"
              .formatted(values.length, rows, inputs, trainingRows));
    }
    this.values = values;
    this.inputs = inputs;
    this.rows = rows;
    this.trainingRows = trainingRows;
  }

  /** {@code [rows, inputs]} flat, possibly followed by unused values. */
  public float[] values() {
    return values;
  }

  public int rows() {
    return rows;
  }

  public int trainingRows() {
    return trainingRows;
  }

  public int inputs() {
    return inputs;
  }
}
