package io.github.anomalyexporter.server.app;

import io.github.anomalyexporter.server.alertmanager.Alertmanager;
import io.github.anomalyexporter.server.config.Config;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.export.ExporterMetrics;
import io.github.anomalyexporter.server.run.Clocks;
import io.github.anomalyexporter.server.run.DetectorState;
import io.github.anomalyexporter.server.run.RunBoundary;
import io.github.anomalyexporter.server.run.RunKind;
import io.github.anomalyexporter.server.run.RunningDetector;
import io.github.anomalyexporter.server.schedule.Schedule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All that one configuration brings to life: the clients, the detectors, their schedule. A reload
 * makes a new one and closes the old; what has not changed goes over.
 */
final class Generation implements AutoCloseable {
  /** How often to look whether a training is due; most of the time none is. */
  private static final Duration TRAINING_CHECK = Duration.ofMinutes(1);

  private final Config config;
  private final Servers servers;
  private final List<DetectorParts> detectors = new ArrayList<>();
  private final Set<DetectorState> inherited = new HashSet<>();
  private final Schedule schedule;

  /**
   * Makes everything and starts nothing.
   *
   * @param previous whose detectors go over where their configuration is the same; may be null
   */
  Generation(
      Config config,
      List<DetectorState> previous,
      String name,
      ExporterMetrics metrics,
      Clocks clocks) {
    this.config = config;
    this.servers = Servers.of(config, metrics, metrics.alertmanager(), clocks.wall());
    Map<DetectorConfig, DetectorState> reusable =
        previous.stream().collect(Collectors.toMap(DetectorState::config, Function.identity()));
    try {
      for (DetectorConfig detector : config.detectors()) {
        add(detector, reusable.get(detector), metrics, clocks);
      }
    } catch (RuntimeException e) {
      servers.close();
      closeOwn();
      throw e;
    }
    Alertmanager alertmanager = servers.alertmanager();
    // One that hangs holds up nobody: each run has a thread of its own.
    int runs = 2 * detectors.size() + (alertmanager == null ? 0 : 1);
    this.schedule = new Schedule(name, runs, metrics, clocks.wall());
    if (alertmanager != null) {
      schedule.every(alertmanager.refreshInterval(), "silences", alertmanager.refresh());
    }
    for (DetectorParts parts : detectors) {
      schedule(parts, metrics, clocks.nanoTime());
    }
  }

  private void add(
      DetectorConfig detector,
      @Nullable DetectorState served,
      ExporterMetrics metrics,
      Clocks clocks) {
    DetectorState state = served == null ? new DetectorState(detector) : served;
    DetectorParts parts = DetectorParts.of(config, state, servers, metrics, clocks);
    if (served != null) {
      inherited.add(served);
    }
    detectors.add(parts);
    parts.store().prepare();
    parts.restore();
    metrics.initialise(detector.name());
  }

  private void schedule(DetectorParts parts, ExporterMetrics metrics, LongSupplier nanoTime) {
    String name = parts.state().config().name();
    schedule.every(
        parts.state().config().timing().scoringInterval(),
        name,
        RunKind.SCORING,
        new RunBoundary(name, RunKind.SCORING, parts::score, metrics, nanoTime));
    schedule.every(
        TRAINING_CHECK,
        name,
        RunKind.TRAINING,
        new RunBoundary(name, RunKind.TRAINING, parts.training(), metrics, nanoTime));
  }

  void start() {
    schedule.start();
  }

  Config config() {
    return config;
  }

  List<DetectorState> states() {
    return detectors.stream().map(DetectorParts::state).toList();
  }

  List<RunningDetector> running() {
    return detectors.stream().map(DetectorParts::running).toList();
  }

  List<DetectorParts> detectors() {
    return detectors;
  }

  /** Stops the runs; the detectors can still be read, and go over to the next generation. */
  void stop() {
    schedule.close();
    servers.close();
  }

  /** Closes the detectors that the next generation has not taken over. */
  void closeAllBut(List<DetectorState> kept) {
    states().stream().filter(state -> !kept.contains(state)).forEach(DetectorState::close);
  }

  private void closeOwn() {
    states().stream().filter(state -> !inherited.contains(state)).forEach(DetectorState::close);
  }

  @Override
  public void close() {
    stop();
    closeAllBut(List.of());
  }
}
