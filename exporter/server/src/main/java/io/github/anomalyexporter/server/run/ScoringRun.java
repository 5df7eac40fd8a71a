package io.github.anomalyexporter.server.run;

import io.github.anomalyexporter.core.detector.FeatureContribution;
import io.github.anomalyexporter.core.detector.InstanceReading;
import io.github.anomalyexporter.core.detector.KnownInstance;
import io.github.anomalyexporter.core.detector.ScoreBoard;
import io.github.anomalyexporter.core.detector.Scores;
import io.github.anomalyexporter.core.frame.RecentRows;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.config.DetectorConfig.Timing;
import io.github.anomalyexporter.server.exemption.Exemptions;
import io.github.anomalyexporter.server.store.ModelStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scoring run: discovers the instances, queries their features, scores them, and publishes the
 * scores on the score board.
 */
public final class ScoringRun implements Run {
  private static final Logger LOGGER = LoggerFactory.getLogger(ScoringRun.class);

  /** A restart loses the raises of thresholds since the last write. */
  private static final Duration REMEMBER_AGAIN_AFTER = Duration.ofMinutes(10);

  /** Instances named in one log line. */
  private static final int MOST_NAMED = 5;

  private final DetectorState state;
  private final SampleSource source;
  private final Exemptions exemptions;
  private final ModelStore store;
  private final StageTimer stages;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private @Nullable Set<Labels> remembered;
  private long rememberedAt;
  private boolean noInstances;

  public ScoringRun(
      RunningDetector running,
      SampleSource source,
      ModelStore store,
      RunObserver observer,
      Clocks clocks) {
    this.state = running.state();
    this.exemptions = running.exemptions();
    this.source = source;
    this.store = store;
    this.stages =
        new StageTimer(state.config().name(), RunKind.SCORING, observer, clocks.nanoTime());
    this.clock = clocks.wall();
    this.nanoTime = clocks.nanoTime();
  }

  @Override
  public void run(Instant scheduled) throws InterruptedException {
    Instant end = windowEnd(state.config().timing(), scheduled);
    List<Labels> found = stages.time("discover", () -> source.instances(end));
    List<Labels> instances = watched(found);
    RecentRows window = stages.time("query", () -> source.window(instances, end));
    Scores scores = stages.time("score", () -> state.model().scoreNewest(window));
    Instant now = clock.instant();
    state
        .board()
        .publish(
            scores,
            now,
            instance -> !exemptions.suppressing(instance, now).isEmpty(),
            source.silent(end));
    addRecent(end, now);
    state.scored(end, lastRowCells(window));
    remember();
    reportEmptySelection(found);
  }

  /**
   * Returns the watched instances; logs when the limit is first exceeded and when it is met again.
   */
  private List<Labels> watched(List<Labels> found) {
    List<Labels> watched = state.watched(found);
    int before = state.overLimit();
    int over = found.size() - watched.size();
    state.overLimit(over);
    String detector = state.config().name();
    if (over > 0 && before == 0) {
      Set<Labels> kept = Set.copyOf(watched);
      LOGGER.warn(
          "detector {}: there are {} instances, {} more than max_instances; not watched: {}{}; increase max_instances if memory permits, or narrow the selector",
          detector,
          found.size(),
          over,
          found.stream().filter(it -> !kept.contains(it)).limit(MOST_NAMED).toList(),
          over > MOST_NAMED ? " and others" : "");
    } else if (over == 0 && before > 0) {
      LOGGER.info("detector {}: all {} instances are watched again", detector, found.size());
    }
    return watched;
  }

  /**
   * Returns the end of the window, a multiple of the scoring interval, so that two exporters and
   * successive runs use the same rows.
   */
  static Instant windowEnd(Timing timing, Instant scheduled) {
    long interval = timing.scoringInterval().toMillis();
    long latest = scheduled.minus(timing.queryOffset()).toEpochMilli();
    return Instant.ofEpochMilli(Math.floorDiv(latest, interval) * interval);
  }

  /** Adds the scores of this run to the recent scores and anomalies. */
  private void addRecent(Instant end, Instant now) {
    ScoreBoard board = state.board();
    List<InstanceReading> readings = board.read(now);
    for (InstanceReading reading : readings) {
      if (reading.hasScore() && end.equals(reading.scoredAt())) {
        Labels instance = reading.instance();
        state.recentScores().add(instance, end, reading.error(), reading.threshold());
        if (reading.isAnomalous()) {
          state
              .recentAnomalies()
              .add(
                  instance,
                  end,
                  reading.score(),
                  exemptions.suppressing(instance, now),
                  () -> worst(board.features(instance)));
        }
      }
    }
    state.recentAnomalies().end(end);
    state
        .recentScores()
        .keep(readings.stream().map(InstanceReading::instance).collect(Collectors.toSet()));
  }

  private List<FeatureContribution> worst(List<FeatureContribution> features) {
    return features.stream()
        .filter(feature -> feature.share() > 0)
        .sorted(Comparator.comparingDouble(FeatureContribution::share).reversed())
        .limit(state.config().explanation().topFeatures())
        .toList();
  }

  /** Counts the present cells of the last row, the only new row of a window. */
  private long lastRowCells(RecentRows window) {
    float[] cells = new float[state.config().features().features().size()];
    long present = 0;
    for (int i = 0; i < window.instances().size(); i++) {
      window.copyRow(i, window.range().points() - 1, cells);
      for (float cell : cells) {
        present += Float.isNaN(cell) ? 0 : 1;
      }
    }
    return present;
  }

  /**
   * Stores the known instances, so that a host that vanishes during a restart is not forgotten, and
   * the threshold of a host is not lower after it.
   */
  private void remember() {
    Map<Labels, KnownInstance> known = state.board().known();
    long now = nanoTime.getAsLong();
    if (!known.keySet().equals(remembered)
        || now - rememberedAt >= REMEMBER_AGAIN_AFTER.toNanos()) {
      store.writeKnownInstances(known);
      remembered = Set.copyOf(known.keySet());
      rememberedAt = now;
    }
  }

  private void reportEmptySelection(List<Labels> instances) {
    if (instances.isEmpty() && !noInstances) {
      LOGGER.warn("detector {}: {}", state.config().name(), source.whyEmpty());
    }
    noInstances = instances.isEmpty();
  }
}
