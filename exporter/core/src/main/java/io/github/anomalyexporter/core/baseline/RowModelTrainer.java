package io.github.anomalyexporter.core.baseline;

/** Trains a kind of {@link RowModel}. */
@FunctionalInterface
public interface RowModelTrainer {
  /**
   * Trains on rows of one instance.
   *
   * @param rows {@code [rows, inputs]} flat: scaled, nothing missing; not written to
   * @param inputs width of a row
   * @param seed of everything drawn
   */
  RowModel train(float[] rows, int inputs, long seed);
}
