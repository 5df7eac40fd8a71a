package io.github.anomalyexporter.server.run;

import io.github.anomalyexporter.core.detector.BoardOptions;
import io.github.anomalyexporter.core.detector.Detector;
import io.github.anomalyexporter.core.detector.InstanceLimit;
import io.github.anomalyexporter.core.detector.ScoreBoard;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.discovery.AmbiguousInstances;
import io.github.anomalyexporter.server.discovery.CurrentQueries;
import io.github.anomalyexporter.server.store.Manifest;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What the runs of one detector share and the metrics show: its model, its board, its queries. Owns
 * the model. Safe for use by several threads.
 */
public final class DetectorState implements AutoCloseable {
  private final DetectorConfig config;
  private final CurrentQueries queries;
  private final ServedModel model;
  private final ScoreBoard board;
  private final AtomicLong samples = new AtomicLong();
  private volatile @Nullable Instant lastScoring;
  private volatile int overLimit;
  private volatile @Nullable AmbiguousInstances ambiguous;

  public DetectorState(DetectorConfig config) {
    this.config = config;
    this.queries = new CurrentQueries(config);
    this.model = new ServedModel(config.features());
    this.board =
        new ScoreBoard(
            new BoardOptions(
                config.timing().scoringInterval(),
                config.scoring().topFeatures(),
                config.scoring().hold(),
                config.scoring().maxSeries()));
  }

  public DetectorConfig config() {
    return config;
  }

  public CurrentQueries queries() {
    return queries;
  }

  public ServedModel model() {
    return model;
  }

  public ScoreBoard board() {
    return board;
  }

  /** Lets a model serve, which is closed with this state, with the queries it was trained on. */
  public void serve(Detector detector, Manifest manifest) {
    model.serve(detector, manifest);
    queries.adopt(manifest.provenance().rateWindow());
  }

  /**
   * Whether an instance of this detector has all of these labels; {@code detector} is one of them.
   */
  public boolean matches(Labels instance, Map<String, String> wanted) {
    return wanted.entrySet().stream()
        .allMatch(
            entry -> {
              String name = entry.getKey();
              String value = name.equals("detector") ? config.name() : instance.get(name);
              return value.equals(entry.getValue());
            });
  }

  /** Those of the instances there are that are watched, at most as many as configured; sorted. */
  List<Labels> watched(Collection<Labels> found) {
    return InstanceLimit.watched(found, board.known(), config.source().maxInstances());
  }

  void overLimit(int instances) {
    overLimit = instances;
  }

  /** How many instances Prometheus had at the last run beyond those that are watched. */
  public int overLimit() {
    return overLimit;
  }

  void ambiguous(AmbiguousInstances instances) {
    ambiguous = instances;
  }

  /** Instances that are several hosts or replicas; empty before the first check. */
  public Optional<AmbiguousInstances> ambiguous() {
    return Optional.ofNullable(ambiguous);
  }

  void scored(Instant time, long newSamples) {
    lastScoring = time;
    samples.addAndGet(newSamples);
  }

  void trained(long newSamples) {
    samples.addAndGet(newSamples);
  }

  /** End of the window that was last scored. */
  public Optional<Instant> lastScoring() {
    return Optional.ofNullable(lastScoring);
  }

  /** Cells of frames that were filled, for scoring and for training. */
  public long samples() {
    return samples.get();
  }

  @Override
  public void close() {
    model.close();
  }
}
