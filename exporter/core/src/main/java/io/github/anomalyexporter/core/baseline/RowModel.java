package io.github.anomalyexporter.core.baseline;

/** A trained model that scores single rows. Immutable. */
public interface RowModel {
  /**
   * Returns the error of a row.
   *
   * @param rows contains the row from {@code offset} on: scaled, nothing missing
   * @param shares receives each input's share from {@code sharesOffset} on: 0 or more, summing to
   *     1, or all 0
   * @return 0 or more; a larger error is more anomalous
   */
  double error(float[] rows, int offset, float[] shares, int sharesOffset);

  /**
   * Replaces a row by its reconstruction.
   *
   * @param row scaled, nothing missing; all NaN afterwards for a model without reconstruction
   */
  void reconstruct(float[] row);

  /** Returns the model as numbers, for {@link RowModelKind#of}. */
  float[] numbers();
}
