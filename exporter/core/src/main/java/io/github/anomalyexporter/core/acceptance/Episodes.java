package io.github.anomalyexporter.core.acceptance;

import io.github.anomalyexporter.core.score.Episode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** Episodes of rows with a score above a limit, counted as an operator on call would. */
public final class Episodes {
  private Episodes() {}

  /**
   * Joins rows less than {@link Episode#GAP} apart.
   *
   * @param step between two rows
   * @return in order of time
   */
  public static List<Event> of(BitSet rows, Duration step) {
    List<Event> episodes = new ArrayList<>();
    int first = rows.nextSetBit(0);
    int last = first;
    for (int row = first; row >= 0; row = rows.nextSetBit(row + 1)) {
      if ((row - last) * step.toMillis() >= Episode.GAP.toMillis()) {
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
