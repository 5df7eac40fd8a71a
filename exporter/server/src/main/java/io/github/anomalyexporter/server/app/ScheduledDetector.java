package io.github.anomalyexporter.server.app;

import io.github.anomalyexporter.server.alertmanager.Alertmanager;
import io.github.anomalyexporter.server.config.CalendarEntry;
import io.github.anomalyexporter.server.config.Config;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.config.StorageConfig;
import io.github.anomalyexporter.server.export.ExporterMetrics;
import io.github.anomalyexporter.server.prometheus.PrometheusClient;
import io.github.anomalyexporter.server.run.Clocks;
import io.github.anomalyexporter.server.run.IdentityCheck;
import io.github.anomalyexporter.server.run.Run;
import io.github.anomalyexporter.server.run.RunBoundary;
import io.github.anomalyexporter.server.run.RunKind;
import io.github.anomalyexporter.server.schedule.Schedule;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A detector and the schedule of its runs. Each has a schedule of its own, so that one whose
 * configuration is unchanged runs on while a reload replaces others.
 *
 * @param inputs what it depends on
 */
record ScheduledDetector(Inputs inputs, DetectorParts parts, Schedule schedule) {
  /**
   * Scoring, training and the check of the identities: one that hangs holds up none of the others.
   */
  static final int RUNS = 3;

  /** How often to look whether a training is due; most of the time none is. */
  private static final Duration TRAINING_CHECK = Duration.ofMinutes(1);

  /**
   * All that a detector depends on; clients are the same only where they are the same object.
   *
   * @param alertmanager null where none is configured
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

  /**
   * Puts the runs on the schedule, and does not start it.
   *
   * @param schedule of this detector alone, for {@link #RUNS} at a time
   */
  static ScheduledDetector of(
      Inputs inputs,
      DetectorParts parts,
      Schedule schedule,
      ExporterMetrics metrics,
      Clocks clocks) {
    ScheduledDetector detector = new ScheduledDetector(inputs, parts, schedule);
    detector.every(
        inputs.detector().timing().scoringInterval(),
        RunKind.SCORING,
        parts::score,
        metrics,
        clocks);
    detector.every(TRAINING_CHECK, RunKind.TRAINING, parts.training(), metrics, clocks);
    schedule.every(IdentityCheck.INTERVAL, "identity", parts.identity());
    return detector;
  }

  private void every(
      Duration interval, RunKind kind, Run run, ExporterMetrics metrics, Clocks clocks) {
    String name = inputs.detector().name();
    schedule.every(
        interval, name, kind, new RunBoundary(name, kind, run, metrics, clocks.nanoTime()));
  }
}
