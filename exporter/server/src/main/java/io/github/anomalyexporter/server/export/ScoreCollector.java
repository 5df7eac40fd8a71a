package io.github.anomalyexporter.server.export;

import io.github.anomalyexporter.core.detector.FeatureContribution;
import io.github.anomalyexporter.core.detector.InstanceReading;
import io.github.anomalyexporter.core.detector.ScoreBoard;
import io.github.anomalyexporter.core.score.InstanceState;
import io.github.anomalyexporter.server.exemption.ExemptionReason;
import io.github.anomalyexporter.server.exemption.LeftOut;
import io.github.anomalyexporter.server.recurrence.CalendarProposals;
import io.github.anomalyexporter.server.run.BlockProgress;
import io.github.anomalyexporter.server.run.DetectorState;
import io.github.anomalyexporter.server.run.RunningDetector;
import io.github.anomalyexporter.server.run.Trainings.Progress;
import io.github.anomalyexporter.server.store.Manifest;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Exports the score boards of all detectors; builds new snapshots at every scrape. Unknown values
 * are absent, never 0. Safe for use by several threads.
 */
public final class ScoreCollector implements MultiCollector {
  private final Supplier<List<RunningDetector>> detectors;
  private final InstantSource clock;

  /**
   * @param detectors supplies the detectors that currently run
   */
  public ScoreCollector(Supplier<List<RunningDetector>> detectors, InstantSource clock) {
    this.detectors = detectors;
    this.clock = clock;
  }

  @Override
  public MetricSnapshots collect() {
    Instant now = clock.instant();
    ScoreFamilies families = new ScoreFamilies();
    for (RunningDetector detector : detectors.get()) {
      collect(detector, families, now);
    }
    return families.snapshots();
  }

  private static void collect(RunningDetector running, ScoreFamilies families, Instant now) {
    DetectorState state = running.state();
    List<InstanceReading> readings = state.board().read(now);
    for (InstanceReading reading : readings) {
      Labels instance = labels(state.config().name(), reading.instance());
      collect(instance, reading, families);
      for (ExemptionReason reason : running.exemptions().suppressing(reading.instance(), now)) {
        families.suppressed.add(instance.merge(Labels.of("reason", reason.label())), 1);
      }
    }
    Labels detector = Labels.of("detector", state.config().name());
    families.instances.add(detector, countPresent(readings));
    families.overLimit.add(detector, state.overLimit());
    state
        .ambiguous()
        .ifPresent(found -> families.ambiguous.add(detector, found.instances().size()));
    state
        .proposals()
        .filter(CalendarProposals::isKnown)
        .ifPresent(found -> families.calendarProposals.add(detector, found.proposals().size()));
    for (String label : state.config().source().identityLabels()) {
      families.identityLabel.add(detector.merge(Labels.of("label", label)), 1);
    }
    families.activeAnomalies.add(
        detector, readings.stream().filter(InstanceReading::isAnomalous).count());
    ScoreBoard board = state.board();
    families.anomalies.add(detector, board.anomalies());
    families.samples.add(detector, state.samples());
    families.droppedFeatures.add(detector, board.droppedFeatures());
    state.lastScoring().ifPresent(time -> families.lastScoring.add(detector, seconds(time)));
    families.drift.add(detector, board.drift());
    collect(detector, state.trainings().status().progress(), families);
    state.model().manifest().ifPresent(manifest -> collect(detector, manifest, families));
  }

  private static void collect(
      Labels detector, @Nullable Progress training, ScoreFamilies families) {
    if (training == null) {
      return;
    }
    BlockProgress blocks = training.blocks();
    families.trainingBlocks.add(detector.merge(Labels.of("state", "completed")), blocks.done());
    families.trainingBlocks.add(
        detector.merge(Labels.of("state", "remaining")), blocks.blocks() - blocks.done());
    families.trainingProgress.add(detector, blocks.ratio());
    if (training.expectedEnd() != null) {
      families.trainingEnd.add(detector, seconds(training.expectedEnd()));
    }
  }

  private static long countPresent(List<InstanceReading> readings) {
    return readings.stream().filter(it -> it.state() != InstanceState.VANISHED).count();
  }

  private static void collect(Labels detector, Manifest manifest, ScoreFamilies families) {
    families.lastTraining.add(detector, seconds(manifest.provenance().createdAt()));
    families.modelInfo.add(detector.merge(Labels.of("version", manifest.version())), 1);
    families.trainingRows.add(
        detector,
        // The first row is the fleet's, which counts the same history rows again.
        manifest.rows().stream().skip(1).mapToLong(Manifest.Row::trainingRows).sum());
    families.refused.add(detector, manifest.refused());
    LeftOut leftOut = manifest.leftOut();
    for (ExemptionReason reason : ExemptionReason.values()) {
      families.leftOut.add(
          detector.merge(Labels.of("reason", reason.label())),
          leftOut.ratio(reason.rowsOf(leftOut)));
    }
  }

  private static void collect(Labels instance, InstanceReading reading, ScoreFamilies families) {
    if (reading.hasScore()) {
      families.score.add(instance, reading.score());
      families.isAnomalous.add(instance, reading.isAnomalous() ? 1 : 0);
      families.error.add(instance, reading.error());
      families.threshold.add(instance, reading.threshold());
    }
    if (reading.newLevelSince() != null) {
      families.newLevel.add(instance, seconds(reading.newLevelSince()));
    }
    families.coverage.add(instance, reading.coverage());
    for (InstanceState state : InstanceState.values()) {
      families.state.add(
          instance.merge(Labels.of("state", state.label())), state == reading.state() ? 1 : 0);
    }
    for (FeatureContribution feature : reading.worst()) {
      Labels named = instance.merge(Labels.of("feature", feature.feature()));
      Labels withUnit = named.merge(Labels.of("unit", feature.unit()));
      families.contribution.add(named, feature.share());
      families.value.add(withUnit, feature.actual());
      families.expected.add(withUnit, feature.expected());
    }
  }

  private static Labels labels(
      String detector, io.github.anomalyexporter.core.series.Labels identity) {
    String[] pairs =
        Stream.concat(
                Stream.of("detector", detector),
                identity.asMap().entrySet().stream()
                    .flatMap(entry -> Stream.of(entry.getKey(), entry.getValue())))
            .toArray(String[]::new);
    return Labels.of(pairs);
  }

  private static double seconds(Instant time) {
    return time.toEpochMilli() / 1000.0;
  }
}
