package io.github.anomalyexporter.core.detector;

import java.util.BitSet;

/**
 * How much of an instance's history may be left out of training. What is left out is unknown to the
 * model; an alert that always fires or a silence somebody forgot must not leave it without a past.
 */
public final class HistoryLimit {
  private HistoryLimit() {}

  /**
   * Chooses what is left out of what is exempt: the newest rows first, for the threshold is
   * calibrated on the newest part of a history and suffers most from an incident there. At most
   * half of the rows that are present, and never so many that too few stay to train on.
   *
   * @param present rows in which the instance has data
   * @param exempt rows that are not to be learned from, present or not
   * @return those that are left out, all of them present
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
