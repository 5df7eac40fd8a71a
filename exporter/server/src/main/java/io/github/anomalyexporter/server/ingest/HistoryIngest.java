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
import java.util.List;

/** Queries past rows, one feature at a time to limit the load on Prometheus. */
public final class HistoryIngest {
  private final FrameQueries queries;
  private final FeatureSet features;

  public HistoryIngest(PrometheusClient client, FeatureSet features, List<String> identityLabels) {
    this.queries = new FrameQueries(client, features, identityLabels);
    this.features = features;
  }

  /**
   * Returns the history up to a time, on multiples of the step.
   *
   * @param all expected number of series of a response, which may have those of other instances
   * @throws io.github.anomalyexporter.server.http.RequestException if a query fails
   */
  public Frame history(
      DetectorQueries detectorQueries,
      List<Labels> instances,
      int all,
      Instant end,
      Duration length)
      throws InterruptedException {
    return rows(detectorQueries, instances, all, range(features, end, length));
  }

  /**
   * Returns the rows of a range.
   *
   * @param all expected number of series of a response, which has those of other instances, too
   * @throws io.github.anomalyexporter.server.http.RequestException if a query fails
   */
  public Frame rows(
      DetectorQueries detectorQueries, List<Labels> instances, int all, TimeRange range)
      throws InterruptedException {
    FrameBuilder builder = queries.builder(range, instances);
    queries.fillRange(builder, detectorQueries, range, all);
    return builder.build();
  }

  /**
   * Returns the rows of a history up to a time, on multiples of the step, with the rows before them
   * that engineered features need.
   */
  public static TimeRange range(FeatureSet features, Instant end, Duration length) {
    long step = features.step().toMillis();
    Instant last = Instant.ofEpochMilli(end.toEpochMilli() / step * step);
    int points = Math.toIntExact(length.toMillis() / step) + features.lagRows();
    return TimeRange.endingAt(last, features.step(), points);
  }
}
