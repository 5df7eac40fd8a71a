package io.github.anomalyexporter.server.recurrence;

import java.util.BitSet;

/**
 * The slots of a {@link WallClockGrid} in which one instance had a score, and those in which it was
 * anomalous. A slot without a score is unknown, which is not the same as normal.
 */
final class ScoredSlots {
  private final WallClockGrid grid;
  private final BitSet known = new BitSet();
  private final BitSet anomalous = new BitSet();

  ScoredSlots(WallClockGrid grid) {
    this.grid = grid;
  }

  void add(int slot, boolean isAnomalous) {
    known.set(slot);
    if (isAnomalous) {
      anomalous.set(slot);
    }
  }

  /** Makes slots unknown. */
  void hide(BitSet slots) {
    known.andNot(slots);
    anomalous.andNot(slots);
  }

  WallClockGrid grid() {
    return grid;
  }

  /** Returns the number of known slots. */
  int count() {
    return known.cardinality();
  }

  /**
   * Returns whether at least half of some slots are known.
   *
   * @param end exclusive
   */
  boolean isKnown(int start, int end) {
    return 2 * count(start, end) >= end - start;
  }

  /**
   * Returns the number of known slots among some slots.
   *
   * @param end exclusive
   */
  int count(int start, int end) {
    return known.get(Math.max(0, start), end).cardinality();
  }

  /** Returns the slots that are at most this many slots from an anomalous slot. */
  BitSet anomalousWithin(int distance) {
    BitSet near = new BitSet();
    for (int slot = anomalous.nextSetBit(0); slot >= 0; slot = anomalous.nextSetBit(slot + 1)) {
      near.set(Math.max(0, slot - distance), slot + distance + 1);
    }
    return near;
  }
}
