package io.github.anomalyexporter.core.baseline;

/** A trained model that judges rows one by one. Immutable. */
public interface RowModel {
  /**
   * Judges a row.
   *
   * @param rows holds the row from {@code offset} on: scaled, nothing missing
   * @param shares receives each input's share from {@code sharesOffset} on: 0 or more, summing to
   *     1, or all 0
   * @return how anomalous it is: 0 or more, more is more
   */
  double error(float[] rows, int offset, float[] shares, int sharesOffset);

  /**
   * What a row should have been.
   *
   * @param row scaled, nothing missing; becomes its reconstruction, or NaN in a model that has none
   */
  void reconstruct(float[] row);

  /** All that it is made of, for {@link RowModelKind#of}. */
  float[] numbers();
}
