package io.github.anomalyexporter.server.web.api;

import io.github.anomalyexporter.server.run.BlockProgress;
import io.github.anomalyexporter.server.run.Trainings;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The trainings of a detector since the start of the exporter.
 *
 * @param state whether one is running, or waits for its begin
 * @param requestedAt null unless requested
 * @param runningSince null unless running
 * @param progress null unless running, and until its instances are known
 * @param last null before the first end
 */
record TrainingDocument(
    String state,
    @Nullable Instant requestedAt,
    @Nullable Instant runningSince,
    @Nullable ProgressDocument progress,
    @Nullable EndedTraining last) {

  /** How far the running training is; see {@link BlockProgress}. */
  record ProgressDocument(
      int blocks,
      int blocksCompleted,
      int instances,
      int instancesCompleted,
      @Nullable Instant expectedEnd) {
    static ProgressDocument of(Trainings.Progress progress) {
      BlockProgress blocks = progress.blocks();
      return new ProgressDocument(
          blocks.blocks(),
          blocks.done(),
          blocks.instances(),
          blocks.instancesDone(),
          progress.expectedEnd());
    }
  }

  /** A training that has ended; see {@link Trainings.Report}. */
  record EndedTraining(
      Instant startedAt,
      Instant endedAt,
      String result,
      @Nullable String reason,
      @Nullable String model,
      int trained,
      int kept) {
    static EndedTraining of(Trainings.Ended ended) {
      Trainings.Report report = ended.report();
      return new EndedTraining(
          ended.startedAt(),
          ended.endedAt(),
          report.result().label(),
          report.reason(),
          report.model(),
          report.trained(),
          report.kept());
    }
  }

  static TrainingDocument of(Trainings.Status status) {
    Trainings.Ended last = status.last();
    return new TrainingDocument(
        status.runningSince() != null
            ? "running"
            : status.requestedAt() != null ? "requested" : "idle",
        status.requestedAt(),
        status.runningSince(),
        status.progress() == null ? null : ProgressDocument.of(status.progress()),
        last == null ? null : EndedTraining.of(last));
  }
}
