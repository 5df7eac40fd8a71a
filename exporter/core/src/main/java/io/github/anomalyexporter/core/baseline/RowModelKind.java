package io.github.anomalyexporter.core.baseline;

/** A kind of {@link RowModel}. Stateless. */
public interface RowModelKind {
  /**
   * Trains on rows of one instance.
   *
   * @param rows {@code [rows, inputs]} flat: scaled, nothing missing; not written to
   * @param inputs width of a row
   * @param seed of all random draws
   */
  RowModel train(float[] rows, int inputs, long seed);

  /**
   * Returns the model with given numbers. Its errors are those of the original model, bit for bit.
   *
   * @throws IllegalArgumentException if the numbers are not a model of this number of inputs
   */
  RowModel of(float[] numbers, int inputs);

  /** Returns the maximum size in bytes of a model. */
  long mostBytes(int inputs);
}
