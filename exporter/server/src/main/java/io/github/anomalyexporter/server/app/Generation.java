package io.github.anomalyexporter.server.app;

import io.github.anomalyexporter.server.alertmanager.Alertmanager;
import io.github.anomalyexporter.server.config.Config;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.export.AlertmanagerMetrics;
import io.github.anomalyexporter.server.export.ExporterMetrics;
import io.github.anomalyexporter.server.run.Clocks;
import io.github.anomalyexporter.server.run.DetectorState;
import io.github.anomalyexporter.server.run.RunningDetector;
import io.github.anomalyexporter.server.run.TrainingWork;
import io.github.anomalyexporter.server.schedule.Schedule;
import io.github.anomalyexporter.server.store.ModelStore;
import io.github.anomalyexporter.server.worker.TrainingProcess;
import io.github.anomalyexporter.server.worker.TrainingProcess.Observers;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Open resources of one configuration: clients, detectors, schedules. A reload creates a new
 * generation, which shares unchanged parts with the previous generation and takes over from it. For
 * use by one thread at a time; the parts may be read by several threads.
 */
final class Generation implements AutoCloseable {
  /** Quartz requires names that are unique in the process. */
  private static final AtomicInteger SCHEDULES = new AtomicInteger();

  private final Config config;
  private final ExporterMetrics metrics;
  private final Clocks clocks;
  private final TrainingMode training;
  private final OpenParts parts = new OpenParts();
  private final Servers servers;
  private final List<ScheduledDetector> detectors = new ArrayList<>();
  private final Set<Schedule> schedules = new LinkedHashSet<>();
  private final @Nullable Schedule silences;

  /**
   * Creates all parts and starts nothing. On failure everything created is closed.
   *
   * @param previous the generation to share unchanged parts with; null for the first
   */
  Generation(
      Config config,
      @Nullable Generation previous,
      ExporterMetrics metrics,
      Clocks clocks,
      TrainingMode training) {
    this.config = config;
    this.training = training;
    this.metrics = metrics;
    this.clocks = clocks;
    try {
      this.servers =
          Servers.of(
              config,
              previous == null ? null : previous.servers,
              metrics,
              metrics.alertmanager(),
              clocks.wall(),
              parts);
      for (DetectorConfig detector : config.detectors()) {
        add(detector, previous);
      }
      this.silences = silences(previous);
    } catch (RuntimeException | Error e) {
      parts.closeAllBut(previous == null ? new OpenParts() : previous.parts);
      throw e;
    }
  }

  private void add(DetectorConfig detector, @Nullable Generation previous) {
    ScheduledDetector.Inputs inputs = ScheduledDetector.Inputs.of(config, detector, servers);
    ScheduledDetector unchanged =
        found(previous, other -> other.inputs().equals(inputs)).orElse(null);
    DetectorState state =
        found(previous, other -> hasStateFor(other, detector))
            .map(other -> other.parts().state())
            .orElse(null);
    if (state == null) {
      state = new DetectorState(detector);
    }
    parts.add(state);
    ScheduledDetector next = unchanged == null ? built(inputs, state, previous) : unchanged;
    OpenSamples samples = next.parts().samples();
    if (samples != null) {
      parts.add(samples);
    }
    parts.add(next.schedule());
    schedules.add(next.schedule());
    next.parts().models().restore(training);
    if (unchanged == null && training == TrainingMode.ON) {
      next.parts().requireTrainable();
    }
    detectors.add(next);
  }

  private boolean hasStateFor(ScheduledDetector other, DetectorConfig detector) {
    return other.inputs().detector().equals(detector)
        && other.inputs().storage().path().equals(config.storage().path());
  }

  private static Optional<ScheduledDetector> found(
      @Nullable Generation previous, Predicate<ScheduledDetector> wanted) {
    return previous == null
        ? Optional.empty()
        : previous.detectors.stream().filter(wanted).findFirst();
  }

  private ScheduledDetector built(
      ScheduledDetector.Inputs inputs, DetectorState state, @Nullable Generation previous) {
    DetectorParts built =
        DetectorParts.of(config, state, servers, metrics, clocks, this::trainingProcess);
    if (training == TrainingMode.OFF
        || found(previous, other -> usesDirectoryOf(other, inputs)).isPresent()) {
      // Does not clean up: an unfinished directory may be a model that is being saved, here or by
      // the process that trains.
      built.store().requireWritable();
    } else {
      built.store().prepare();
    }
    metrics.initialise(inputs.detector().name());
    // Each run has its own thread, so that a hanging run delays no other run.
    return new ScheduledDetector(inputs, built, schedule(ScheduledDetector.RUNS), training)
        .withRuns(metrics, clocks);
  }

  private TrainingWork trainingProcess(
      RunningDetector running, ModelStore store, @Nullable OpenSamples samples) {
    DetectorConfig detector = running.state().config();
    return new TrainingProcess(
        config.origin(),
        running.state(),
        store,
        DetectorParts.schema(detector),
        () -> samples == null ? null : samples.copy(),
        new Observers(
            metrics,
            metrics,
            source ->
                metrics
                    .alertmanager()
                    .unknown(detector.name(), AlertmanagerMetrics.Source.valueOf(source))));
  }

  private static boolean usesDirectoryOf(ScheduledDetector other, ScheduledDetector.Inputs inputs) {
    return other.inputs().detector().name().equals(inputs.detector().name())
        && other.inputs().storage().path().equals(inputs.storage().path());
  }

  /** Returns the schedule that reads the silences; null if no Alertmanager is configured. */
  private @Nullable Schedule silences(@Nullable Generation previous) {
    Alertmanager alertmanager = servers.alertmanager();
    if (alertmanager == null) {
      return null;
    }
    Schedule schedule =
        previous != null
                && previous.silences != null
                && alertmanager == previous.servers.alertmanager()
            ? previous.silences
            : schedule(1);
    if (previous == null || schedule != previous.silences) {
      schedule.every(alertmanager.refreshInterval(), "silences", alertmanager.refresh());
    }
    parts.add(schedule);
    schedules.add(schedule);
    return schedule;
  }

  private Schedule schedule(int threads) {
    String name = "anomaly-exporter-" + SCHEDULES.incrementAndGet();
    return parts.add(new Schedule(name, threads, metrics, clocks.wall()));
  }

  /** Starts the first generation. */
  void start() {
    startAllBut(Set.of());
  }

  /**
   * Takes over from another generation, completely or not at all. Runs of the old generation that
   * are not shared are interrupted and have ended before {@code start}, because they use the same
   * models and files. On failure the old runs are resumed and this generation is closed; on success
   * the old generation is closed.
   *
   * @param start calls {@link #startAfter}
   */
  void takeOver(Generation old, Runnable start) throws InterruptedException {
    List<Schedule> ending =
        old.schedules.stream().filter(schedule -> !schedules.contains(schedule)).toList();
    try {
      ending.forEach(Schedule::suspend);
      for (Schedule schedule : ending) {
        schedule.awaitEnd();
      }
      old.releaseSamplesBut(parts);
      start.run();
    } catch (InterruptedException | RuntimeException | Error e) {
      parts.closeAllBut(old.parts);
      old.servers.begin();
      ending.forEach(Schedule::resume);
      throw e;
    }
    old.parts.closeAllBut(parts);
  }

  /**
   * Closes the files of samples that are not shared, so that this generation can open their files.
   */
  private void releaseSamplesBut(OpenParts shared) {
    detectors.stream()
        .map(detector -> detector.parts().samples())
        .filter(samples -> samples != null && !shared.contains(samples))
        .forEach(OpenSamples::release);
  }

  /** Starts the parts that are not shared with another generation. */
  void startAfter(Generation old) {
    startAllBut(old.schedules);
  }

  private void startAllBut(Set<Schedule> running) {
    servers.begin();
    for (ScheduledDetector detector : detectors) {
      if (!running.contains(detector.schedule())) {
        detector.parts().restoreKnownInstances();
      }
    }
    schedules.stream().filter(schedule -> !running.contains(schedule)).forEach(Schedule::start);
  }

  Config config() {
    return config;
  }

  /** Returns the runner of backtests with this configuration. */
  PreviewBacktest backtests() {
    return new PreviewBacktest(servers, clocks.wall());
  }

  List<RunningDetector> running() {
    return detectors.stream().map(detector -> detector.parts().running()).toList();
  }

  /** Returns a detector by its name. */
  Optional<ScheduledDetector> detector(String name) {
    return detectors.stream()
        .filter(detector -> detector.inputs().detector().name().equals(name))
        .findFirst();
  }

  /** Returns the Alertmanager; null if not configured. */
  @Nullable Alertmanager alertmanager() {
    return servers.alertmanager();
  }

  List<DetectorParts> detectors() {
    return detectors.stream().map(ScheduledDetector::parts).toList();
  }

  /** Interrupts all runs concurrently and closes everything. */
  @Override
  public void close() {
    schedules.forEach(Schedule::suspend);
    parts.close();
  }
}
