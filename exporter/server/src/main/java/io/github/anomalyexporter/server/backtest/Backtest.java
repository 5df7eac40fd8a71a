package io.github.anomalyexporter.server.backtest;

import io.github.anomalyexporter.core.detector.DetectorTraining;
import io.github.anomalyexporter.core.detector.InstanceLimit;
import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.core.time.PrometheusDuration;
import io.github.anomalyexporter.core.time.PrometheusTime;
import io.github.anomalyexporter.evaluation.backtest.BacktestResult;
import io.github.anomalyexporter.evaluation.backtest.BacktestResult.Setup;
import io.github.anomalyexporter.evaluation.backtest.Preflight;
import io.github.anomalyexporter.evaluation.backtest.QueryLoad;
import io.github.anomalyexporter.evaluation.past.FleetScores;
import io.github.anomalyexporter.evaluation.past.FleetWalk;
import io.github.anomalyexporter.evaluation.past.FleetWalk.Pace;
import io.github.anomalyexporter.evaluation.past.Incident;
import io.github.anomalyexporter.evaluation.past.ScoredFleet;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.discovery.CurrentQueries;
import io.github.anomalyexporter.server.discovery.DetectorQueries;
import io.github.anomalyexporter.server.discovery.Discovery;
import io.github.anomalyexporter.server.exemption.Exemptions;
import io.github.anomalyexporter.server.exemption.LearnableHistory;
import io.github.anomalyexporter.server.exemption.PastExemptions;
import io.github.anomalyexporter.server.exemption.SuppressedRows;
import io.github.anomalyexporter.server.failure.UsageException;
import io.github.anomalyexporter.server.ingest.HistoryIngest;
import io.github.anomalyexporter.server.ingest.WindowIngest;
import io.github.anomalyexporter.server.prometheus.PrometheusClient;
import io.github.anomalyexporter.server.run.HeapBudget;
import io.github.anomalyexporter.server.store.ModelStoreException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Backtest: queries a past range and the history before it, trains and scores as {@code serve}
 * would have, and measures the cost of operation. For use by one thread.
 */
public final class Backtest {
  private static final Logger LOGGER = LoggerFactory.getLogger(Backtest.class);

  private final DetectorConfig config;
  private final FeatureSet features;
  private final Sources sources;
  private final DetectorTraining training;
  private final Discovery discovery;

  /**
   * Sources of the past data.
   *
   * @param queries counts the requests of the client
   * @param incidents null if not requested
   */
  public record Sources(
      PrometheusClient client,
      QueryCounter queries,
      Exemptions exemptions,
      @Nullable IncidentSource incidents) {}

  /**
   * Requested range; null values are derived from the available history.
   *
   * @param now the present
   */
  public record When(@Nullable Instant start, @Nullable Instant end, Instant now) {
    /** What {@link #time} expects. */
    public static final String SYNTAX =
        "a time such as 2026-11-02T10:00:00Z, Unix seconds, or a duration ago such as 7d";

    /** Returns a limit of the range; empty if the text is not a time. */
    public static Optional<Instant> time(String text, Instant now) {
      return PrometheusTime.parse(text).or(() -> PrometheusDuration.parse(text).map(now::minus));
    }
  }

  /** Receives the progress. */
  public interface Progress extends FleetWalk.Progress {
    /** Prometheus is queried for history of this length for this number of instances. */
    void asking(Duration length, int instances);
  }

  public Backtest(DetectorConfig config, Sources sources) {
    this.config = config;
    this.features = config.features();
    this.sources = sources;
    this.training = config.training();
    this.discovery = new Discovery(sources.client(), config);
  }

  /**
   * Runs the backtest.
   *
   * @throws UsageException if the range is invalid or has no data
   * @throws io.github.anomalyexporter.server.run.HistoryTooLargeException if the history does not
   *     fit into the heap; it is not queried then
   * @throws io.github.anomalyexporter.server.http.RequestException if a query fails
   * @throws io.github.anomalyexporter.core.model.TrainingStoppedException if the thread is
   *     interrupted while it trains or scores
   */
  public BacktestResult run(When when, Progress progress) throws InterruptedException {
    BacktestRange range = new BacktestRange(config, when.now());
    Instant end = range.end(when.end());
    DetectorQueries queries = new CurrentQueries(config).forTraining(discovery.scrapeInterval(end));
    TimeRange rows = range.rows(when.start(), end, discovery, queries);
    Duration length = config.history().length().plus(rows.step().multipliedBy(rows.points()));
    List<Labels> instances = instances(queries, end, length);
    requireHeap(instances.size(), rows.points());

    progress.asking(length, instances.size());
    sources.queries().take();
    Frame frame =
        new HistoryIngest(sources.client(), features, config.source().identityLabels())
            .history(queries, instances, instances.size(), end, length);
    QueryLoad historyLoad = sources.queries().take();
    PastExemptions exemptions = sources.exemptions().during(instances, frame.range());

    FleetWalk walk =
        new FleetWalk(
            training,
            new Pace(
                config.history().length(),
                config.history().minHistory(),
                config.history().trainingInterval()),
            history -> LearnableHistory.of(history, exemptions, queries.rateWindow()).frame());
    ScoredFleet scored =
        new ScoredFleet(instances, rows, SuppressedRows.of(exemptions, instances, rows));
    walk.walk(frame, frame.rows() - rows.points(), progress, scored);
    FleetScores scores = new FleetScores(rows, scored.instances());

    List<Incident> incidents = incidents(instances, rows);
    Preflight preflight =
        preflight(queries, end, historyLoad, walk.lastTraining(), modelBytes(walk, queries, frame));
    return BacktestResult.of(setup(), walk.trainings(), scores, incidents, preflight);
  }

  private Setup setup() {
    return new Setup(
        config.name(),
        config.timing().scoringInterval(),
        config.history().length(),
        config.history().trainingInterval());
  }

  private List<Labels> instances(DetectorQueries queries, Instant end, Duration length)
      throws InterruptedException {
    Map<Labels, Duration> found = discovery.histories(queries, end, length);
    if (found.isEmpty()) {
      throw new UsageException(
          "Prometheus has no instance between %s and %s; check start, end and the selector with the query: %s"
              .formatted(end.minus(length), end, queries.instances()));
    }
    return InstanceLimit.watched(found.keySet(), Map.of(), config.source().maxInstances());
  }

  /**
   * Checks the heap for the whole range plus a training, whose history is copied from the range.
   */
  private void requireHeap(int instances, int rows) {
    long all = historyRows() + rows;
    long queried = all * features.features().size() * Float.BYTES;
    long scores = (long) rows * Double.BYTES;
    HeapBudget.require(
        instances * (queried + scores) + training.bytes(instances, historyRows()),
        instances,
        all,
        Runtime.getRuntime().maxMemory(),
        0);
  }

  private long historyRows() {
    return config.history().length().dividedBy(config.timing().step());
  }

  /** Returns the incidents that overlap the range; null without a source of incidents. */
  private @Nullable List<Incident> incidents(List<Labels> instances, TimeRange rows)
      throws InterruptedException {
    IncidentSource source = sources.incidents();
    if (source == null) {
      return null;
    }
    return source.during(instances, rows).stream()
        .filter(it -> !it.end().isBefore(rows.start()) && !it.start().isAfter(rows.end()))
        .toList();
  }

  /** Returns the size of the last model; empty without one, and if it cannot be stored. */
  private OptionalLong modelBytes(FleetWalk walk, DetectorQueries queries, Frame frame) {
    TrainedDetector trained = walk.trained();
    if (trained == null) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(ModelSize.of(trained, config, queries.rateWindow(), frame.range()));
    } catch (UncheckedIOException | ModelStoreException e) {
      // As in a container without a writable /tmp: no reason to lose a result of many minutes.
      LOGGER.warn("the size of a model is unknown: {}", e.getMessage());
      return OptionalLong.empty();
    }
  }

  /**
   * Executes the queries of one scoring run, after the queries of a previous run have filled its
   * window.
   */
  private Preflight preflight(
      DetectorQueries queries,
      Instant end,
      QueryLoad history,
      Duration trainingTime,
      OptionalLong modelBytes)
      throws InterruptedException {
    List<Labels> found = discovery.instances(queries, end);
    List<Labels> watched = InstanceLimit.watched(found, Map.of(), config.source().maxInstances());
    WindowIngest window =
        new WindowIngest(
            sources.client(), features, config.source().identityLabels(), training.rowsBefore());
    window.window(queries, watched, end.minus(config.timing().step()));
    sources.queries().take();
    discovery.instances(queries, end);
    window.window(queries, watched, end);
    int queried = features.features().size();
    long heap = training.bytes(watched.size(), historyRows());
    return new Preflight(
        watched.size(),
        DetectorQueries.perScoringRun(features),
        sources.queries().take(),
        queried,
        watched.size() * historyRows() * queried,
        history,
        trainingTime,
        heap,
        HeapBudget.recommended(heap),
        modelBytes);
  }
}
