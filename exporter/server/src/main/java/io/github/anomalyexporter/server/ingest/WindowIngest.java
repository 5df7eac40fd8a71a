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
 * Queries the window of a scoring run. Windows of one phase (with ends a multiple of the step
 * apart) share rows: the last window of each phase is cached, and only missing rows are queried,
 * usually one. All rows that Prometheus has of a new or returned instance are queried once. For use
 * by one thread at a time.
 */
public final class WindowIngest {
  private final FrameQueries queries;
  private final FeatureSet features;
  private final int rowsBefore;
  private final MissedRows missedRows;
  private final Map<Long, PhaseWindow> lastOfPhase = new HashMap<>();
  private @Nullable DetectorQueries lastQueries;

  /**
   * @param rowsBefore number of rows of a window before the scored row
   */
  public WindowIngest(
      PrometheusClient client, FeatureSet features, List<String> identityLabels, int rowsBefore) {
    this.queries = new FrameQueries(client, features, identityLabels);
    this.missedRows = new MissedRows(queries);
    this.features = features;
    this.rowsBefore = rowsBefore;
  }

  /**
   * Returns the window that ends at a time, with the rows required to score the last row.
   *
   * @param instances instances, in the order of the frame
   * @throws io.github.anomalyexporter.server.http.RequestException if a query fails; the next call
   *     queries the missing rows again
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

  /** Fills all rows from a row on; returns the columns without a response. */
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

  /** Copies the common rows; returns the first row that the old window lacks. */
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
