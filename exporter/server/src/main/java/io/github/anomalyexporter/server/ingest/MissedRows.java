package io.github.anomalyexporter.server.ingest;

import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.frame.FrameBuilder;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.server.discovery.DetectorQueries;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Asks for rows of a window that earlier runs of its phase did not get: those of an instance that
 * was away and is back, or that was not watched, and those of a feature that had no answer. Without
 * them a host that has been there all the time would look like one that has just come.
 */
final class MissedRows {
  private final FrameQueries queries;

  MissedRows(FrameQueries queries) {
    this.queries = queries;
  }

  /**
   * Completes a window.
   *
   * @param last instances of the window before, of the same phase
   * @param firstNew the first row that the window before did not have; those before it are from it
   * @param unanswered for each column the rows without an answer; those that get one now are
   *     cleared
   */
  Frame completed(
      DetectorQueries detectorQueries,
      Frame window,
      List<Labels> last,
      int firstNew,
      List<BitSet> unanswered)
      throws InterruptedException {
    Frame answered = answered(detectorQueries, window, firstNew, unanswered);
    return returned(detectorQueries, answered, last, firstNew);
  }

  /** With the rows of features that have an answer again. */
  private Frame answered(
      DetectorQueries detectorQueries, Frame window, int firstNew, List<BitSet> unanswered)
      throws InterruptedException {
    Frame completed = window;
    for (int column = 0; column < unanswered.size(); column++) {
      BitSet rows = unanswered.get(column);
      int first = rows.nextSetBit(0);
      if (first < 0 || first >= firstNew || rows.get(window.rows() - 1)) {
        continue;
      }
      TimeRange range = between(window, first, firstNew);
      FrameBuilder builder = queries.builder(range, window.instances());
      int instances = window.instances().size();
      if (queries.fillColumn(builder, detectorQueries, column, range, instances) == null) {
        completed = completed.completedBy(builder.build());
        rows.clear();
      }
    }
    return completed;
  }

  /**
   * With the rows of instances that are back. Whether Prometheus has any is asked first, in one
   * query: of a host that has just been started, or was down, there are none.
   */
  private Frame returned(
      DetectorQueries detectorQueries, Frame window, List<Labels> last, int firstNew)
      throws InterruptedException {
    Set<Labels> known = new HashSet<>(last);
    List<Labels> back = new ArrayList<>();
    int first = firstNew;
    for (int i = 0; i < window.instances().size(); i++) {
      Labels instance = window.instances().get(i);
      BitSet present = window.presentRows(i);
      int empty = known.contains(instance) ? present.previousSetBit(firstNew - 1) + 1 : 0;
      if (empty < firstNew && (!known.contains(instance) || present.nextSetBit(firstNew) >= 0)) {
        back.add(instance);
        first = Math.min(first, empty);
      }
    }
    if (back.isEmpty()) {
      return window;
    }
    int all = window.instances().size();
    TimeRange range = between(window, first, firstNew);
    Frame presence = queries.presence(detectorQueries, range, back, all);
    int missed = firstMissed(window, presence, first);
    if (missed < 0) {
      return window;
    }
    range = between(window, missed, firstNew);
    FrameBuilder builder = queries.builder(range, back);
    queries.fillRange(builder, detectorQueries, range, all);
    return window.completedBy(builder.build());
  }

  /** The first row in which an instance was present and that is empty; -1 where there is none. */
  private static int firstMissed(Frame window, Frame presence, int offset) {
    int first = -1;
    for (int i = 0; i < presence.instances().size(); i++) {
      int index = window.instances().indexOf(presence.instances().get(i));
      BitSet seen = window.presentRows(index);
      BitSet missed = presence.presentRows(i);
      int row = missed.nextSetBit(0);
      while (row >= 0 && seen.get(offset + row)) {
        row = missed.nextSetBit(row + 1);
      }
      if (row >= 0) {
        first = first < 0 ? offset + row : Math.min(first, offset + row);
      }
    }
    return first;
  }

  private static TimeRange between(Frame window, int from, int to) {
    TimeRange range = window.range();
    return new TimeRange(range.at(from), range.at(to - 1), range.step());
  }
}
