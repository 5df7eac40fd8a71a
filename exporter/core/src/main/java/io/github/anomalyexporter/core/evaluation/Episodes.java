package io.github.anomalyexporter.core.evaluation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Rows with a score above a limit, as whoever is on call would count them. */
final class Episodes {
  /** Nearer to each other they are one; nearer to an incident they are early or late, not false. */
  static final Duration NEAR = Duration.ofMinutes(10);

  private Episodes() {}

  /**
   * Joins rows that are less than 10 minutes apart.
   *
   * @param step between two rows
   * @return in order of time
   */
  static List<Event> of(BitSet rows, Duration step) {
    List<Event> episodes = new ArrayList<>();
    int first = rows.nextSetBit(0);
    int last = first;
    for (int row = first; row >= 0; row = rows.nextSetBit(row + 1)) {
      if ((row - last) * step.toMillis() >= NEAR.toMillis()) {
        episodes.add(new Event(first, last));
        first = row;
      }
      last = row;
    }
    if (last >= 0) {
      episodes.add(new Event(first, last));
    }
    return episodes;
  }
}
