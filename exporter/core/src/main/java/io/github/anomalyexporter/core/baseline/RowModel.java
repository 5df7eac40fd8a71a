package io.github.anomalyexporter.core.baseline;

/** A trained model that judges rows one by one. Safe for use by several threads. */
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
}
