package io.github.anomalyexporter.core.detector;

import java.util.BitSet;

/**
 * The limit of the rows of a history that may be left out of training, so that an alert that always
 * fires or a forgotten silence does not remove an instance's history.
 */
public final class HistoryLimit {
  private HistoryLimit() {}

  /**
   * Selects the exempt rows that are left out: the newest rows first, because the threshold is
   * calibrated on the newest part of a history, where an incident has the largest effect. At most
   * half of the present rows are left out, and at least {@link InstanceHistory#MINIMUM_ROWS} are
   * kept.
   *
   * @param present rows in which the instance has data
   * @param exempt rows not to learn from, present or not
   * @return present rows that are left out
   */
  public static BitSet leftOut(BitSet present, BitSet exempt) {
    int rows = present.cardinality();
    int most = Math.max(0, Math.min(rows / 2, rows - InstanceHistory.MINIMUM_ROWS));
    BitSet leftOut = (BitSet) present.clone();
    leftOut.and(exempt);
    int oldest = 0;
    for (int excess = leftOut.cardinality() - most; excess > 0; excess--) {
      oldest = leftOut.nextSetBit(oldest);
      leftOut.clear(oldest);
    }
    return leftOut;
  }
}
