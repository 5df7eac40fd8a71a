package io.github.anomalyexporter.server.ingest;

import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.frame.FrameBuilder;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.Series;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.server.discovery.DetectorQueries;
import io.github.anomalyexporter.server.http.RequestException;
import io.github.anomalyexporter.server.http.RequestException.Category;
import io.github.anomalyexporter.server.prometheus.InstantQuery;
import io.github.anomalyexporter.server.prometheus.PrometheusClient;
import io.github.anomalyexporter.server.prometheus.QueryOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Queries the features of all instances, one query per feature, and writes them to a frame. A
 * feature whose expression Prometheus rejects is missing in the frame, so that it does not affect
 * other features; any other failure is thrown.
 */
final class FrameQueries {
  private static final Logger LOGGER = LoggerFactory.getLogger(FrameQueries.class);

  /** For the estimated size of a response, whose limit is twice the estimate. */
  private static final int USUAL_REPLICAS = 2;

  private final PrometheusClient client;
  private final FeatureSet features;
  private final List<String> identityLabels;

  FrameQueries(PrometheusClient client, FeatureSet features, List<String> identityLabels) {
    this.client = client;
    this.features = features;
    this.identityLabels = identityLabels;
  }

  FrameBuilder builder(TimeRange range, List<Labels> instances) {
    return new FrameBuilder(range, features.queriedNames(), identityLabels, instances);
  }

  /**
   * Fills the rows of a range, feature by feature.
   *
   * @return the columns whose expressions Prometheus rejects
   */
  BitSet fillRange(FrameBuilder builder, DetectorQueries queries, TimeRange range, int instances)
      throws InterruptedException {
    List<RequestException> rejected = new ArrayList<>();
    BitSet unanswered = new BitSet();
    for (int column = 0; column < queries.features().size(); column++) {
      RequestException failure = fillColumn(builder, queries, column, range, instances);
      if (failure != null) {
        rejected.add(failure);
        unanswered.set(column);
      }
    }
    requireSome(rejected);
    return unanswered;
  }

  /**
   * Fills the rows of a range in one column.
   *
   * @return the failure if Prometheus rejects the expression, else null
   */
  @Nullable RequestException fillColumn(
      FrameBuilder builder, DetectorQueries queries, int column, TimeRange range, int instances)
      throws InterruptedException {
    try {
      client.queryRange(
          queries.features().get(column),
          range,
          queries.replicaLabels().isEmpty() ? instances : USUAL_REPLICAS * instances,
          sink(builder, queries, column));
      return null;
    } catch (RequestException e) {
      return tolerated(column, e);
    }
  }

  /**
   * Queries the rows of a range in which instances are present; returns a frame with one column,
   * independent of the features.
   */
  Frame presence(DetectorQueries queries, TimeRange range, List<Labels> instances, int all)
      throws InterruptedException {
    FrameBuilder builder = new FrameBuilder(range, List.of("present"), identityLabels, instances);
    // Several series of an instance count as one here.
    client.queryRange(
        queries.instances(),
        range,
        all,
        series -> builder.putReplica(0, series, series.labels().asMap().keySet()));
    return builder.build();
  }

  /**
   * Fills one row with all features.
   *
   * @return the columns whose expressions Prometheus rejects
   */
  BitSet fillRow(FrameBuilder builder, DetectorQueries queries, Instant time)
      throws InterruptedException {
    List<InstantQuery> asked = new ArrayList<>();
    for (int i = 0; i < queries.features().size(); i++) {
      int column = i;
      asked.add(new InstantQuery(queries.features().get(i), sink(builder, queries, column)));
    }
    List<RequestException> rejected = new ArrayList<>();
    BitSet unanswered = new BitSet();
    List<QueryOutcome> outcomes = client.queryAll(asked, time);
    for (int column = 0; column < outcomes.size(); column++) {
      RequestException failure = outcomes.get(column).failure();
      if (failure != null) {
        rejected.add(tolerated(column, failure));
        unanswered.set(column);
      }
    }
    requireSome(rejected);
    return unanswered;
  }

  private static Consumer<Series> sink(FrameBuilder builder, DetectorQueries queries, int column) {
    List<String> replicaLabels = queries.replicaLabels();
    return replicaLabels.isEmpty()
        ? series -> builder.put(column, series)
        : series -> builder.putReplica(column, series, replicaLabels);
  }

  private RequestException tolerated(int column, RequestException failure) {
    if (failure.category() != Category.REJECTED) {
      throw failure;
    }
    LOGGER.warn(
        "feature {} is missing: {}", features.features().get(column).name(), failure.getMessage());
    return failure;
  }

  private void requireSome(List<RequestException> rejected) {
    if (rejected.size() == features.features().size()) {
      throw rejected.get(0);
    }
  }

  Frame empty(TimeRange range) {
    return builder(range, List.of()).build();
  }
}
