package io.github.anomalyexporter.server.app;

import io.github.anomalyexporter.core.time.PrometheusDuration;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.failure.FailureReason;
import io.github.anomalyexporter.server.run.DetectorState;
import io.github.anomalyexporter.server.run.Run;
import io.github.anomalyexporter.server.store.Manifest;
import io.github.anomalyexporter.server.store.ModelStore;
import io.github.anomalyexporter.server.store.ModelStore.Rollback;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Activates stored models of a detector: the newest one at a start, an older one on request, and,
 * as a run, those that another process stores or withdraws. Safe for use by several threads.
 */
final class StoredModelSwitch implements Run {
  /** Interval of the run. A look at the names in a directory costs nothing. */
  static final Duration INTERVAL = Duration.ofSeconds(30);

  private static final Logger LOGGER = LoggerFactory.getLogger(StoredModelSwitch.class);

  private final DetectorState state;
  private final ModelStore store;
  private List<String> seen = List.of();
  private @Nullable String lastFailure;

  StoredModelSwitch(DetectorState state, ModelStore store) {
    this.state = state;
    this.store = store;
  }

  /** Activates the newest model that fits the configuration, unless it is already active. */
  synchronized void restore(TrainingMode mode) {
    seen = store.versions();
    if (!servesNewest() && !load()) {
      logMissing(mode);
    }
  }

  /**
   * Activates a version that another process has stored since the last look, or the one before a
   * version that it has withdrawn. A version that is refused is not tried again. After a failure
   * the active model stays and the next run tries again.
   */
  @Override
  public synchronized void run(Instant scheduled) {
    try {
      List<String> found = store.versions();
      if (!found.equals(seen)) {
        if (!servesNewest()) {
          load();
        }
        seen = found;
      }
      lastFailure = null;
    } catch (RuntimeException e) {
      String failure = FailureReason.of(e);
      if (!failure.equals(lastFailure)) {
        LOGGER.warn(
            "detector {}: stored models cannot be loaded, the active model stays: {}",
            state.config().name(),
            failure);
        lastFailure = failure;
      }
    }
  }

  /**
   * Withdraws the active model and activates an older one.
   *
   * @param version to activate; null for the previous one
   * @throws io.github.anomalyexporter.server.run.BusyException if a training is requested or
   *     running
   * @throws io.github.anomalyexporter.server.store.RollbackRefusedException if no such version can
   *     become active
   */
  Rollback rollback(@Nullable String version) {
    return state.trainings().whileIdle(() -> rolledBack(version));
  }

  private synchronized Rollback rolledBack(@Nullable String version) {
    Rollback rollback =
        store.rollback(DetectorParts.schema(state.config()), active().orElse(null), version);
    boolean unused = load();
    seen = store.versions();
    return rollback;
  }

  private Optional<String> active() {
    return state.model().manifest().map(Manifest::version);
  }

  private boolean servesNewest() {
    Optional<String> newest =
        store.list((place, reason) -> {}).stream()
            .filter(model -> !model.withdrawn())
            .map(model -> model.manifest().version())
            .findFirst();
    return newest.isPresent() && newest.equals(active());
  }

  /** Activates the newest model that fits; returns false if there is none. */
  private boolean load() {
    DetectorConfig detector = state.config();
    return store
        .load(
            DetectorParts.schema(detector),
            (place, reason) ->
                LOGGER.warn("detector {}: model refused: {}", detector.name(), reason))
        .map(
            model -> {
              if (!active().equals(Optional.of(model.manifest().version()))) {
                state.serve(detector.training().open(model.trained()), model.manifest());
                LOGGER.info(
                    "detector {}: model {} is active for {} instances",
                    detector.name(),
                    model.manifest().version(),
                    model.manifest().rows().size() - 1);
              }
              return true;
            })
        .orElse(false);
  }

  private void logMissing(TrainingMode mode) {
    DetectorConfig detector = state.config();
    if (mode == TrainingMode.OFF) {
      LOGGER.warn(
          "detector {}: no model yet, and --training=off: it scores when anomaly-exporter train has stored one",
          detector.name());
    } else {
      LOGGER.info(
          "detector {}: no model yet; the first model is trained when an instance has {} of history",
          detector.name(),
          PrometheusDuration.format(detector.history().minHistory()));
    }
  }
}
