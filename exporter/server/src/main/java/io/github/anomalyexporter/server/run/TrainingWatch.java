package io.github.anomalyexporter.server.run;

/** Receives the progress of a training. Safe for use by several threads. */
public interface TrainingWatch {
  /** Ignores the progress. */
  TrainingWatch SILENT =
      new TrainingWatch() {
        @Override
        public void blocks(BlockProgress progress) {}

        @Override
        public void epoch(int epoch, int epochs, double meanValidationLoss) {}
      };

  /** Called when a training has begun, and after each block of instances. */
  void blocks(BlockProgress progress);

  /**
   * Called after each epoch of a block; see {@link
   * io.github.anomalyexporter.core.model.TrainingProgress}.
   */
  void epoch(int epoch, int epochs, double meanValidationLoss);
}
