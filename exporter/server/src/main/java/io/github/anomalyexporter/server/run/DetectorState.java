package io.github.anomalyexporter.server.run;

import io.github.anomalyexporter.core.detector.BoardOptions;
import io.github.anomalyexporter.core.detector.Detector;
import io.github.anomalyexporter.core.detector.InstanceLimit;
import io.github.anomalyexporter.core.detector.ScoreBoard;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.discovery.AmbiguousInstances;
import io.github.anomalyexporter.server.discovery.CurrentQueries;
import io.github.anomalyexporter.server.recent.RecentAnomalies;
import io.github.anomalyexporter.server.recent.RecentScores;
import io.github.anomalyexporter.server.recurrence.CalendarProposals;
import io.github.anomalyexporter.server.store.Manifest;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * State that the runs of one detector share and the metrics export: model, score board, queries.
 * Owns the model. Safe for use by several threads.
 */
public final class DetectorState implements AutoCloseable {
  private final DetectorConfig config;
  private final CurrentQueries queries;
  private final ServedModel model;
  private final ScoreBoard board;
  private final RecentScores recentScores;
  private final Trainings trainings = new Trainings();
  private final RecentAnomalies recentAnomalies = new RecentAnomalies();
  private final AtomicLong samples = new AtomicLong();
  private volatile @Nullable Instant lastScoring;
  private volatile int overLimit;
  private volatile @Nullable AmbiguousInstances ambiguous;
  private volatile @Nullable CalendarProposals proposals;

  public DetectorState(DetectorConfig config) {
    this.config = config;
    this.queries = new CurrentQueries(config);
    this.model = new ServedModel(config.features());
    this.board =
        new ScoreBoard(
            new BoardOptions(
                config.timing().scoringInterval(),
                config.explanation().topFeatures(),
                config.explanation().hold(),
                config.explanation().maxSeries()));
    this.recentScores = new RecentScores(config.timing().step());
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

  /** Returns the trainings since the start of the exporter. */
  public Trainings trainings() {
    return trainings;
  }

  /** Returns the scores since the start of the exporter, of the instances on the board. */
  public RecentScores recentScores() {
    return recentScores;
  }

  /** Returns the anomalies since the start of the exporter. */
  public RecentAnomalies recentAnomalies() {
    return recentAnomalies;
  }

  /**
   * Makes a model active, with the queries it was trained on. The model is closed with this state.
   */
  public void serve(Detector detector, Manifest manifest) {
    model.serve(detector, manifest);
    queries.adopt(manifest.provenance().rateWindow());
  }

  /**
   * Returns whether an instance of this detector has all of these labels, which may include {@code
   * detector}.
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

  /** Returns the watched instances among those found, at most {@code max_instances}; sorted. */
  List<Labels> watched(Collection<Labels> found) {
    return InstanceLimit.watched(found, board.seenAt(), config.source().maxInstances());
  }

  void overLimit(int instances) {
    overLimit = instances;
  }

  /** Returns the number of instances at the last run that are not watched. */
  public int overLimit() {
    return overLimit;
  }

  void ambiguous(AmbiguousInstances instances) {
    ambiguous = instances;
  }

  /** Returns instances that combine several hosts or replicas; empty before the first check. */
  public Optional<AmbiguousInstances> ambiguous() {
    return Optional.ofNullable(ambiguous);
  }

  void proposed(CalendarProposals found) {
    proposals = found;
  }

  /** Returns the proposed calendar entries of the last successful search; empty before it. */
  public Optional<CalendarProposals> proposals() {
    return Optional.ofNullable(proposals);
  }

  void scored(Instant time, long newSamples) {
    lastScoring = time;
    samples.addAndGet(newSamples);
  }

  void trained(long newSamples) {
    samples.addAndGet(newSamples);
  }

  /** Returns the end of the window that was last scored; empty before the first. */
  public Optional<Instant> lastScoring() {
    return Optional.ofNullable(lastScoring);
  }

  /** Returns the number of present cells of all frames, for scoring and for training. */
  public long samples() {
    return samples.get();
  }

  @Override
  public void close() {
    model.close();
  }
}
