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
 * Queries rows of a window that earlier runs of its phase missed: rows of an instance that returned
 * or was not watched, and rows of a feature whose query failed. Without these rows, an instance
 * that existed all the time would be treated like a new instance.
 */
final class MissedRows {
  private final FrameQueries queries;

  MissedRows(FrameQueries queries) {
    this.queries = queries;
  }

  /**
   * Completes a window.
   *
   * @param last instances of the previous window of the same phase
   * @param firstNew the first row that is not in the previous window; the rows before it are copied
   *     from there
   * @param unanswered for each column the rows without a response; rows that are completed are
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

  /** Adds the rows of features that are answered again. */
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
   * Adds the rows of instances that returned. A first query checks whether Prometheus has any: a
   * host that was started or was down has none.
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

  /** Returns the first empty row in which an instance was present; -1 if there is no such row. */
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
