package io.github.anomalyexporter.server.ingest;

import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.frame.FrameBuilder;
import io.github.anomalyexporter.core.frame.RecentRows;
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
import java.util.Optional;
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
  private final Map<Long, PhaseRows> lastOfPhase = new HashMap<>();
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
   * @param instances instances, in the order of the rows
   * @return valid until the next call
   * @throws io.github.anomalyexporter.server.http.RequestException if a query fails; the next call
   *     queries the missing rows again
   */
  public RecentRows window(DetectorQueries detectorQueries, List<Labels> instances, Instant end)
      throws InterruptedException {
    return window(detectorQueries, detectorQueries, instances, end);
  }

  /**
   * Returns the same with other queries for the newest row.
   *
   * @param newest queries with the same results at the end of the window, such as recorded series
   */
  public RecentRows window(
      DetectorQueries detectorQueries, DetectorQueries newest, List<Labels> instances, Instant end)
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
    PhaseRows rows =
        lastOfPhase.computeIfAbsent(
            end.toEpochMilli() % step.toMillis(),
            phase -> new PhaseRows(range, features.features().size()));
    int firstNew = rows.firstMissing(range);
    if (firstNew < range.points()) {
      advance(rows, detectorQueries, newest, instances, range, firstNew);
    } else {
      rows.advance(range, instances);
    }
    return rows;
  }

  /** Makes all queries before the first change: a query that fails changes nothing. */
  private void advance(
      PhaseRows rows,
      DetectorQueries detectorQueries,
      DetectorQueries ofNewest,
      List<Labels> instances,
      TimeRange range,
      int firstNew)
      throws InterruptedException {
    TimeRange missing = new TimeRange(range.at(firstNew), range.end(), range.step());
    FrameBuilder builder = queries.builder(missing, instances);
    BitSet refused =
        missing.points() == 1
            ? queries.fillRow(builder, ofNewest, range.end())
            : queries.fillRange(builder, detectorQueries, missing, instances.size());
    Frame newest = builder.build();
    List<MissedRows.Answered> answered = List.of();
    Optional<Frame> returned = Optional.empty();
    if (firstNew > 0) {
      answered = missedRows.answered(detectorQueries, rows, range, instances, firstNew, refused);
      returned = missedRows.returned(detectorQueries, rows, range, newest, firstNew);
    }
    rows.advance(range, instances);
    rows.complete(newest);
    refused.stream().forEach(column -> rows.unanswered().get(column).set(firstNew, range.points()));
    for (MissedRows.Answered each : answered) {
      rows.complete(each.frame());
      rows.unanswered().get(each.column()).clear();
    }
    returned.ifPresent(rows::complete);
  }
}
