package io.github.anomalyexporter.server.ingest;

import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.frame.FrameBuilder;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.server.discovery.DetectorQueries;
import io.github.anomalyexporter.server.prometheus.PrometheusClient;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Brings the window that a scoring run looks at. Windows of one phase (their ends lie a multiple of
 * the step apart) share rows: the last window of each phase is kept, and only rows it lacks are
 * asked for, in the common case one. An instance that is back, or new, has all of its rows that
 * Prometheus has: they are asked for once. For one thread at a time.
 */
public final class WindowIngest {
  private final FrameQueries queries;
  private final FeatureSet features;
  private final int rowsBefore;
  private final MissedRows missedRows;
  private final Map<Long, PhaseWindow> lastOfPhase = new HashMap<>();
  private @Nullable DetectorQueries lastQueries;

  /**
   * @param rowsBefore rows of a window before the scored one
   */
  public WindowIngest(
      PrometheusClient client, FeatureSet features, List<String> identityLabels, int rowsBefore) {
    this.queries = new FrameQueries(client, features, identityLabels);
    this.missedRows = new MissedRows(queries);
    this.features = features;
    this.rowsBefore = rowsBefore;
  }

  /**
   * The window that ends at a time: as many rows as it takes to score the last one.
   *
   * @param instances in this order in the frame
   * @throws io.github.anomalyexporter.server.prometheus.PrometheusException where Prometheus does
   *     not give it; the next call asks for the missing rows again
   */
  public Frame window(DetectorQueries detectorQueries, List<Labels> instances, Instant end)
      throws InterruptedException {
    if (!detectorQueries.equals(lastQueries)) {
      lastOfPhase.clear();
      lastQueries = detectorQueries;
    }
    Duration step = features.step();
    TimeRange range = TimeRange.endingAt(end, step, rowsBefore + 1);
    if (instances.isEmpty()) {
      return queries.empty(range);
    }
    long phase = end.toEpochMilli() % step.toMillis();
    PhaseWindow last = lastOfPhase.get(phase);
    FrameBuilder builder = queries.builder(range, instances);
    int firstNew = last == null ? 0 : copy(last.frame(), builder, range);
    BitSet refused = fill(builder, detectorQueries, range, firstNew, instances.size());
    List<BitSet> unanswered =
        last == null ? PhaseWindow.allAnswered(features) : last.unansweredIn(range);
    refused.stream().forEach(column -> unanswered.get(column).set(firstNew, range.points()));
    Frame window = builder.build();
    if (last != null && firstNew > 0) {
      List<Labels> known = last.frame().instances();
      window = missedRows.completed(detectorQueries, window, known, firstNew, unanswered);
    }
    lastOfPhase.put(phase, new PhaseWindow(window, unanswered));
    return window;
  }

  /** Fills all rows from one on; returns the columns that have no answer. */
  private BitSet fill(
      FrameBuilder builder,
      DetectorQueries detectorQueries,
      TimeRange range,
      int firstNew,
      int instances)
      throws InterruptedException {
    if (firstNew == range.points()) {
      return new BitSet();
    }
    if (firstNew == range.points() - 1) {
      return queries.fillRow(builder, detectorQueries, range.end());
    }
    TimeRange rows = new TimeRange(range.at(firstNew), range.end(), range.step());
    return queries.fillRange(builder, detectorQueries, rows, instances);
  }

  /** Copies the rows both have; returns the first one that the old window lacks. */
  private static int copy(Frame last, FrameBuilder builder, TimeRange range) {
    int firstMissing = 0;
    for (int row = 0; row < range.points(); row++) {
      int oldRow = last.range().pointAt(range.at(row).toEpochMilli());
      if (oldRow < 0) {
        break;
      }
      builder.copyRow(row, last, oldRow);
      firstMissing = row + 1;
    }
    return firstMissing;
  }
}
