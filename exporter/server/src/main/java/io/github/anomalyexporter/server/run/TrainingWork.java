package io.github.anomalyexporter.server.run;

/** Executes trainings: in this process or in another one. For one thread at a time. */
@FunctionalInterface
public interface TrainingWork {
  /**
   * Trains the instances of a task and stores the model, which the caller activates.
   *
   * @param past the history up to the end of the task
   * @throws InterruptedException if the thread was interrupted; a later training may resume
   */
  TrainedModel run(TrainingTask task, PastSamples past, TrainingWatch watch)
      throws InterruptedException;
}
