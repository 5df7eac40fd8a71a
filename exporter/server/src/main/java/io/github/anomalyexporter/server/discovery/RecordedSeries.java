package io.github.anomalyexporter.server.discovery;

import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.http.RequestException;
import io.github.anomalyexporter.server.http.RequestException.Category;
import io.github.anomalyexporter.server.prometheus.InstantQuery;
import io.github.anomalyexporter.server.prometheus.PrometheusClient;
import io.github.anomalyexporter.server.prometheus.QueryOutcome;
import io.github.anomalyexporter.server.yaml.LabelName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * Queries Prometheus for the recorded series of a detector's features. Safe for use by several
 * threads.
 */
public final class RecordedSeries {
  /**
   * Maximum age of a recorded sample, in scoring intervals: a sample is up to one interval old, and
   * one evaluation may be missing or late.
   */
  private static final int FRESH = 3;

  /**
   * In scoring intervals. The expression is evaluated so long before the newest samples, because a
   * new host is recorded only at the next evaluation.
   */
  private static final int EARLIER = 2;

  private final PrometheusClient client;
  private final DetectorConfig config;

  public RecordedSeries(PrometheusClient client, DetectorConfig config) {
    this.client = client;
    this.config = config;
  }

  /** Returns a query for the number of fresh series of each of these features. */
  String freshQuery(List<RecordedFeature> features) {
    String hashes = features.stream().map(RecordedFeature::hash).collect(Collectors.joining("|"));
    return "count by (%1$s) (time() - timestamp({%1$s=~\"%2$s\"}) < %3$s)"
        .formatted(RecordedFeature.LABEL, hashes, seconds(FRESH));
  }

  /**
   * Returns the number of series of each feature that have a fresh sample at a time; 0 if a feature
   * is not recorded by this expression.
   *
   * @throws RequestException if the query fails; not if Prometheus rejects it
   */
  public int[] fresh(List<RecordedFeature> features, Instant time) throws InterruptedException {
    Map<String, Integer> counts = new HashMap<>();
    try {
      client.query(
          freshQuery(features),
          time,
          series -> counts.put(series.labels().get(RecordedFeature.LABEL), (int) series.value(0)));
    } catch (RequestException e) {
      if (e.category() != Category.REJECTED) {
        throw e;
      }
      counts.clear();
    }
    return features.stream().mapToInt(it -> counts.getOrDefault(it.hash(), 0)).toArray();
  }

  /**
   * Returns the number of samples that Prometheus reads for the choice of one scoring run: the
   * query for fresh series, and the comparison of one feature, on average.
   *
   * @return empty if the source does not report it
   */
  public OptionalLong readSamples(List<RecordedFeature> features, BitSet recorded, Instant time)
      throws InterruptedException {
    OptionalLong fresh = client.readSamples(freshQuery(features), time);
    long compared = 0;
    for (int index : recorded.stream().toArray()) {
      String query = incompleteQuery(features.get(index));
      compared += client.readSamples(query, time.minus(intervals(EARLIER))).orElse(0);
    }
    return fresh.isPresent()
        ? OptionalLong.of(fresh.getAsLong() + compared / features.size())
        : fresh;
  }

  /**
   * Returns which of these features have one recorded series for each instance that the expression
   * returns. Reads the series of the hosts, as a query of the expression does.
   *
   * @param chosen indexes of the features to compare
   */
  public BitSet complete(List<RecordedFeature> features, BitSet chosen, Instant time)
      throws InterruptedException {
    Set<Integer> incomplete = ConcurrentHashMap.newKeySet();
    List<Integer> order = chosen.stream().boxed().toList();
    List<InstantQuery> asked = new ArrayList<>();
    for (int index : order) {
      String query = incompleteQuery(features.get(index));
      asked.add(new InstantQuery(query, series -> incomplete.add(index)));
    }
    List<QueryOutcome> outcomes = client.queryAll(asked, time.minus(intervals(EARLIER)));
    BitSet complete = new BitSet();
    for (int i = 0; i < outcomes.size(); i++) {
      complete.set(order.get(i), outcomes.get(i).succeeded());
    }
    incomplete.forEach(complete::clear);
    return complete;
  }

  /**
   * Returns an expression without a result if the recorded series are complete. Its second part
   * finds instances with several series: replicas, or two servers that evaluate the rules. The line
   * break ends a comment in the expression.
   */
  String incompleteQuery(RecordedFeature feature) {
    List<String> labels = new ArrayList<>(config.source().identityLabels());
    labels.addAll(config.source().replicaLabels());
    String newest =
        "last_over_time(%s[%ss] offset -%ss)"
            .formatted(feature.selector(), seconds(FRESH), seconds(EARLIER));
    return "count((%1$s\n) unless on (%2$s) %3$s) or count(count by (%2$s) (%3$s) > 1)"
        .formatted(feature.expression(), LabelName.promql(labels), newest);
  }

  private String seconds(int intervals) {
    return String.valueOf(intervals(intervals).toSeconds());
  }

  private Duration intervals(int count) {
    return config.timing().scoringInterval().multipliedBy(count);
  }
}
