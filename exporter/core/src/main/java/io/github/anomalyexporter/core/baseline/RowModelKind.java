package io.github.anomalyexporter.core.baseline;

/** A kind of {@link RowModel}. Stateless. */
public interface RowModelKind {
  /**
   * Trains on rows of one instance.
   *
   * @param rows {@code [rows, inputs]} flat: scaled, nothing missing; not written to
   * @param inputs width of a row
   * @param seed of everything drawn
   */
  RowModel train(float[] rows, int inputs, long seed);

  /**
   * The model that has these numbers: judges as the one that gave them, to the bit.
   *
   * @throws IllegalArgumentException where no model of so many inputs has them
   */
  RowModel of(float[] numbers, int inputs);

  /** The most bytes that a model of so many inputs takes. */
  long mostBytes(int inputs);
}
