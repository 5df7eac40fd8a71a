package io.github.anomalyexporter.server.app;

import io.github.anomalyexporter.server.alertmanager.Alertmanager;
import io.github.anomalyexporter.server.config.CalendarEntry;
import io.github.anomalyexporter.server.config.Config;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.config.SourceKind;
import io.github.anomalyexporter.server.config.StorageConfig;
import io.github.anomalyexporter.server.export.ExporterMetrics;
import io.github.anomalyexporter.server.prometheus.PrometheusClient;
import io.github.anomalyexporter.server.run.Clocks;
import io.github.anomalyexporter.server.run.IdentityCheck;
import io.github.anomalyexporter.server.run.PastScoring;
import io.github.anomalyexporter.server.run.ProposalRefresh;
import io.github.anomalyexporter.server.run.Run;
import io.github.anomalyexporter.server.run.RunBoundary;
import io.github.anomalyexporter.server.run.RunKind;
import io.github.anomalyexporter.server.run.TrainingOffException;
import io.github.anomalyexporter.server.run.Trainings;
import io.github.anomalyexporter.server.schedule.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Detector with its own schedule, so that a detector with an unchanged configuration continues
 * while a reload replaces other detectors.
 *
 * @param inputs dependencies of the detector
 * @param schedule the detector's own schedule with {@link #RUNS} threads
 * @param training whether the detector is trained by this process
 */
record ScheduledDetector(
    Inputs inputs, DetectorParts parts, Schedule schedule, TrainingMode training) {
  /** Number of threads: the runs of a detector must not delay each other. */
  static final int RUNS = 5;

  /** Interval of the check whether a training is due. */
  private static final Duration TRAINING_CHECK = Duration.ofMinutes(1);

  /**
   * Dependencies of a detector; clients are compared by identity.
   *
   * @param alertmanager null if not configured
   */
  record Inputs(
      DetectorConfig detector,
      List<CalendarEntry> calendar,
      StorageConfig storage,
      PrometheusClient prometheus,
      @Nullable Alertmanager alertmanager) {

    static Inputs of(Config config, DetectorConfig detector, Servers servers) {
      return new Inputs(
          detector,
          config.calendar(detector),
          config.storage(),
          servers.prometheus(),
          servers.alertmanager());
    }
  }

  /** Adds the runs to the schedule without starting it. */
  ScheduledDetector withRuns(ExporterMetrics metrics, Clocks clocks) {
    every(
        inputs.detector().timing().scoringInterval(),
        RunKind.SCORING,
        parts::score,
        metrics,
        clocks);
    if (training == TrainingMode.ON) {
      every(TRAINING_CHECK, RunKind.TRAINING, parts.training(), metrics, clocks);
    } else {
      schedule.every(StoredModelSwitch.INTERVAL, "models", parts.models());
    }
    schedule.every(PastScoring.CHECK, "past", parts.past());
    if (inputs.detector().source().kind() == SourceKind.PROMETHEUS) {
      schedule.every(IdentityCheck.INTERVAL, "identity", parts.identity());
      schedule.every(ProposalRefresh.CHECK, "proposals", parts.proposals());
    }
    return this;
  }

  /**
   * Starts a training in the background.
   *
   * @return the request
   * @throws io.github.anomalyexporter.server.run.BusyException if one is requested or running
   * @throws TrainingOffException if this process does not train
   */
  Trainings.Status train(Instant now) {
    if (training == TrainingMode.OFF) {
      throw new TrainingOffException();
    }
    Trainings.Status requested = parts.state().trainings().request(now);
    schedule.startNow(inputs.detector().name(), RunKind.TRAINING);
    return requested;
  }

  private void every(
      Duration interval, RunKind kind, Run run, ExporterMetrics metrics, Clocks clocks) {
    String name = inputs.detector().name();
    schedule.every(
        interval, name, kind, new RunBoundary(name, kind, run, metrics, clocks.nanoTime()));
  }
}
