package io.github.anomalyexporter.server.app;

import io.github.anomalyexporter.core.detector.InstanceLimit;
import io.github.anomalyexporter.core.feature.Feature;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.time.PrometheusDuration;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.discovery.AmbiguousInstances;
import io.github.anomalyexporter.server.discovery.CurrentQueries;
import io.github.anomalyexporter.server.discovery.DetectorQueries;
import io.github.anomalyexporter.server.discovery.Discovery;
import io.github.anomalyexporter.server.discovery.RecordedFeature;
import io.github.anomalyexporter.server.discovery.RecordedSeries;
import io.github.anomalyexporter.server.discovery.ScrapeInterval;
import io.github.anomalyexporter.server.http.RequestException;
import io.github.anomalyexporter.server.http.RequestException.Category;
import io.github.anomalyexporter.server.prometheus.InstantQuery;
import io.github.anomalyexporter.server.prometheus.PrometheusClient;
import io.github.anomalyexporter.server.prometheus.QueryOutcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Check of a detector against a running Prometheus. For use by one thread. */
public final class OnlineCheck {
  private final PrometheusClient client;
  private final InstantSource clock;

  public OnlineCheck(PrometheusClient client, InstantSource clock) {
    this.client = client;
    this.clock = clock;
  }

  /**
   * Result of one feature's expression.
   *
   * @param instances number of instances with a value
   * @param recorded whether a scoring run reads its recorded series
   * @param rejection the error if Prometheus rejects the expression, else null
   */
  public record FeatureFinding(
      Feature feature, int instances, boolean recorded, @Nullable String rejection) {}

  /**
   * Findings about one detector.
   *
   * @param instances number of current instances
   * @param ambiguous instances that currently combine several hosts or replicas
   * @param histories length of history of each instance, at most the configured length
   * @param leftOut instances that would not be trained now, with the reason
   * @param queryTime duration of the queries of one scoring run, by expressions
   * @param readSamples samples that Prometheus reads for a scoring run
   */
  public record Finding(
      DetectorConfig detector,
      int instances,
      ScrapeInterval scrapeInterval,
      AmbiguousInstances ambiguous,
      Map<Labels, Duration> histories,
      List<FeatureFinding> features,
      Map<Labels, String> leftOut,
      Duration queryTime,
      ReadSamples readSamples) {

    /** Returns the features whose expressions Prometheus rejects. */
    public List<FeatureFinding> rejected() {
      return features.stream().filter(it -> it.rejection() != null).toList();
    }

    /** Returns the number of queries of one scoring run. */
    public int queriesPerRun() {
      return DetectorQueries.perScoringRun(detector.features());
    }

    /** Returns the number of samples of one training of all instances. */
    public long trainingSamples() {
      long rows =
          histories.values().stream().mapToLong(Duration::toMillis).sum()
              / detector.timing().step().toMillis();
      return rows * features.size();
    }

    /** Returns the time until the first instance can be trained; empty without instances. */
    public Optional<Duration> untilFirstTraining() {
      return histories.values().stream()
          .max(Duration::compareTo)
          .map(longest -> detector.history().minHistory().minus(longest))
          .map(rest -> rest.isNegative() ? Duration.ZERO : rest);
    }
  }

  /**
   * Runs all queries once.
   *
   * @throws RequestException if Prometheus cannot be queried
   */
  public Finding check(DetectorConfig detector) throws InterruptedException {
    Discovery discovery = new Discovery(client, detector);
    Instant time = clock.instant().minus(detector.timing().queryOffset());
    ScrapeInterval scrapeInterval = discovery.scrapeInterval(time);
    DetectorQueries queries = new CurrentQueries(detector).at(scrapeInterval);
    Set<Labels> present = new HashSet<>(discovery.instances(queries, time));
    Map<Labels, Duration> histories = new TreeMap<>(discovery.histories(queries, time));
    // A new instance has no countable history.
    present.forEach(instance -> histories.putIfAbsent(instance, Duration.ZERO));
    Map<Labels, BitSet> found = new TreeMap<>();
    BitSet recorded = recorded(detector, queries, time);
    long start = System.nanoTime();
    List<FeatureFinding> features = features(detector, queries, time, recorded, found);
    Duration queryTime = Duration.ofNanos(System.nanoTime() - start);
    return new Finding(
        detector,
        present.size(),
        scrapeInterval,
        discovery.ambiguous(queries, discovery.shared(queries, time), time),
        histories,
        features,
        leftOut(detector, present, histories, found),
        queryTime,
        ReadSamples.of(client, detector, queries, recorded, time));
  }

  private BitSet recorded(DetectorConfig detector, DetectorQueries queries, Instant time)
      throws InterruptedException {
    RecordedSeries series = new RecordedSeries(client, detector);
    List<RecordedFeature> features = RecordedFeature.of(detector, queries);
    int[] counts = series.fresh(features, time);
    BitSet fresh = new BitSet();
    for (int i = 0; i < counts.length; i++) {
      fresh.set(i, counts[i] > 0);
    }
    return fresh.isEmpty() ? fresh : series.complete(features, fresh, time);
  }

  private List<FeatureFinding> features(
      DetectorConfig detector,
      DetectorQueries queries,
      Instant time,
      BitSet recorded,
      Map<Labels, BitSet> featuresOfInstance)
      throws InterruptedException {
    List<String> identity = detector.source().identityLabels();
    List<Set<Labels>> seen = new ArrayList<>();
    List<InstantQuery> asked = new ArrayList<>();
    for (String expression : queries.features()) {
      Set<Labels> instances = new HashSet<>();
      seen.add(instances);
      asked.add(
          new InstantQuery(expression, series -> instances.add(series.labels().keep(identity))));
    }
    List<QueryOutcome> outcomes = client.queryAll(asked, time);
    List<FeatureFinding> findings = new ArrayList<>();
    for (int i = 0; i < outcomes.size(); i++) {
      int column = i;
      RequestException failure = outcomes.get(i).failure();
      if (failure != null && failure.category() != Category.REJECTED) {
        throw failure;
      }
      seen.get(i)
          .forEach(
              instance ->
                  featuresOfInstance.computeIfAbsent(instance, key -> new BitSet()).set(column));
      findings.add(
          new FeatureFinding(
              detector.features().features().get(i),
              seen.get(i).size(),
              recorded.get(i),
              failure == null ? null : failure.getMessage()));
    }
    return findings;
  }

  private static Map<Labels, String> leftOut(
      DetectorConfig detector,
      Set<Labels> present,
      Map<Labels, Duration> histories,
      Map<Labels, BitSet> found) {
    Map<Labels, String> leftOut = new TreeMap<>();
    histories.forEach(
        (instance, history) -> {
          if (!present.contains(instance)) {
            leftOut.put(instance, "has history but no current samples: vanished");
          } else if (history.compareTo(detector.history().minHistory()) < 0) {
            leftOut.put(
                instance,
                "%s of history, needs %s: warming up"
                    .formatted(text(history), text(detector.history().minHistory())));
          }
        });
    int most = detector.source().maxInstances();
    List<Labels> watched = InstanceLimit.watched(present, Map.of(), most);
    present.stream()
        .filter(instance -> Collections.binarySearch(watched, instance) < 0)
        .forEach(
            instance ->
                leftOut.put(
                    instance,
                    "beyond max_instances %s: watched only if it was watched before"
                        .formatted(most)));
    for (Labels instance : watched) {
      float coverage = detector.features().coverageOf(found.getOrDefault(instance, new BitSet()));
      double minCoverage = detector.minCoverage();
      if (coverage < minCoverage) {
        leftOut.put(
            instance,
            String.format(
                Locale.ROOT,
                "coverage %.2f, needs %.2f: insufficient data",
                coverage,
                minCoverage));
      }
    }
    return leftOut;
  }

  private static String text(Duration duration) {
    return PrometheusDuration.format(duration);
  }
}
