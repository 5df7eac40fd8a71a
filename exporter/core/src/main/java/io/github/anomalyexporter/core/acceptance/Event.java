package io.github.anomalyexporter.core.acceptance;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Consecutive rows labelled anomalous: one incident.
 *
 * @param first row
 * @param last row, inclusive
 */
public record Event(int first, int last) {
  public Event {
    if (first < 0 || last < first) {
      throw new IllegalArgumentException("an event cannot go from row " + first + " to " + last);
    }
  }

  /** Returns the runs of consecutive rows of a set, in ascending order. */
  public static List<Event> runs(BitSet rows) {
    List<Event> runs = new ArrayList<>();
    for (int first = rows.nextSetBit(0); first >= 0; ) {
      int end = rows.nextClearBit(first);
      runs.add(new Event(first, end - 1));
      first = rows.nextSetBit(end);
    }
    return runs;
  }
}
