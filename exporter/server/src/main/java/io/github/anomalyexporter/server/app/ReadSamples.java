package io.github.anomalyexporter.server.app;

import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.discovery.DetectorQueries;
import io.github.anomalyexporter.server.discovery.NewestQueries;
import io.github.anomalyexporter.server.discovery.RecordedFeature;
import io.github.anomalyexporter.server.discovery.RecordedSeries;
import io.github.anomalyexporter.server.http.RequestException;
import io.github.anomalyexporter.server.http.RequestException.Category;
import io.github.anomalyexporter.server.prometheus.PrometheusClient;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalLong;

/**
 * Number of samples that Prometheus reads for one scoring run; empty if the source does not report
 * it.
 *
 * @param byExpressions with the expressions of all features
 * @param withRecorded with the recorded series that are fresh and complete; empty without any
 */
public record ReadSamples(OptionalLong byExpressions, OptionalLong withRecorded) {

  /**
   * Evaluates each query once more.
   *
   * @param recorded indexes of the features that are read from recorded series
   */
  static ReadSamples of(
      PrometheusClient client,
      DetectorConfig detector,
      DetectorQueries queries,
      BitSet recorded,
      Instant time)
      throws InterruptedException {
    OptionalLong byExpressions = sum(client, queries, time);
    if (recorded.isEmpty() || byExpressions.isEmpty()) {
      return new ReadSamples(byExpressions, OptionalLong.empty());
    }
    List<RecordedFeature> features = RecordedFeature.of(detector, queries);
    OptionalLong read = sum(client, NewestQueries.reading(queries, features, recorded), time);
    OptionalLong choice =
        new RecordedSeries(client, detector).readSamples(features, recorded, time);
    return new ReadSamples(byExpressions, OptionalLong.of(read.orElse(0) + choice.orElse(0)));
  }

  private static OptionalLong sum(PrometheusClient client, DetectorQueries queries, Instant time)
      throws InterruptedException {
    List<String> expressions = new ArrayList<>(queries.features());
    expressions.add(queries.instances());
    long sum = 0;
    boolean reported = false;
    for (String expression : expressions) {
      OptionalLong samples = read(client, expression, time);
      sum += samples.orElse(0);
      reported |= samples.isPresent();
    }
    return reported ? OptionalLong.of(sum) : OptionalLong.empty();
  }

  /** Returns empty for an expression that Prometheus rejects, which is reported as such. */
  private static OptionalLong read(PrometheusClient client, String expression, Instant time)
      throws InterruptedException {
    try {
      return client.readSamples(expression, time);
    } catch (RequestException e) {
      if (e.category() != Category.REJECTED) {
        throw e;
      }
      return OptionalLong.empty();
    }
  }
}
