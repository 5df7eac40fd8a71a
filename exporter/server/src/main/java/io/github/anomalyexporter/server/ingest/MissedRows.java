package io.github.anomalyexporter.server.ingest;

import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.frame.FrameBuilder;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.server.discovery.DetectorQueries;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

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

  /** Rows of a column that is answered again. */
  record Answered(int column, Frame frame) {}

  /**
   * Queries the rows of features that are answered again.
   *
   * @param before the rows of the previous window of the phase
   * @param range of the window
   * @param firstNew the first row that is not in the previous window
   * @param refused the columns without a response for the new rows
   */
  List<Answered> answered(
      DetectorQueries detectorQueries,
      PhaseRows before,
      TimeRange range,
      List<Labels> instances,
      int firstNew,
      BitSet refused)
      throws InterruptedException {
    List<Answered> answered = new ArrayList<>();
    int gone = before.range().points() - firstNew;
    for (int column = 0; column < before.unanswered().size(); column++) {
      int first = before.unanswered().get(column).nextSetBit(gone) - gone;
      if (first < 0 || first >= firstNew || refused.get(column)) {
        continue;
      }
      TimeRange rows = between(range, first, firstNew);
      FrameBuilder builder = queries.builder(rows, instances);
      if (queries.fillColumn(builder, detectorQueries, column, rows, instances.size()) == null) {
        answered.add(new Answered(column, builder.build()));
      }
    }
    return answered;
  }

  /**
   * Queries the rows of instances that returned; empty if there are none. A first query checks
   * whether Prometheus has any: a host that was started or was down has none.
   *
   * @param newest the new rows of the window
   */
  Optional<Frame> returned(
      DetectorQueries detectorQueries,
      PhaseRows before,
      TimeRange range,
      Frame newest,
      int firstNew)
      throws InterruptedException {
    List<Labels> back = new ArrayList<>();
    int first = firstNew;
    for (int i = 0; i < newest.instances().size(); i++) {
      Labels instance = newest.instances().get(i);
      int empty = before.afterLastPresent(instance, range);
      if (empty < firstNew && (!before.knows(instance) || !newest.presentRows(i).isEmpty())) {
        back.add(instance);
        first = Math.min(first, empty);
      }
    }
    if (back.isEmpty()) {
      return Optional.empty();
    }
    int all = newest.instances().size();
    TimeRange rows = between(range, first, firstNew);
    Frame presence = queries.presence(detectorQueries, rows, back, all);
    int missed = firstMissed(before, presence);
    if (missed < 0) {
      return Optional.empty();
    }
    rows = between(range, first + missed, firstNew);
    FrameBuilder builder = queries.builder(rows, back);
    queries.fillRange(builder, detectorQueries, rows, all);
    return Optional.of(builder.build());
  }

  /** Returns the first row in which an instance was present and is missing; -1 without one. */
  private static int firstMissed(PhaseRows before, Frame presence) {
    int first = -1;
    for (int i = 0; i < presence.instances().size(); i++) {
      Labels instance = presence.instances().get(i);
      BitSet present = presence.presentRows(i);
      int row = present.nextSetBit(0);
      while (row >= 0 && before.isPresent(instance, presence.range().at(row).toEpochMilli())) {
        row = present.nextSetBit(row + 1);
      }
      first = row >= 0 && (first < 0 || row < first) ? row : first;
    }
    return first;
  }

  private static TimeRange between(TimeRange range, int from, int to) {
    return new TimeRange(range.at(from), range.at(to - 1), range.step());
  }
}
