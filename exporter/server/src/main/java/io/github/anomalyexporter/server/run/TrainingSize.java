package io.github.anomalyexporter.server.run;

import io.github.anomalyexporter.core.detector.DetectorTraining;
import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.server.run.BlockPool.Pause;

/**
 * How much a process trains at once.
 *
 * @param heap maximum heap size in bytes
 * @param threads number of blocks at the same time, at least 1
 * @param most instances of a block
 * @param pause waits between attempts
 */
public record TrainingSize(long heap, int threads, int most, Pause pause) {
  /**
   * Instances of a block, if the heap allows it. A larger block does not train faster; a smaller
   * one has too few instances for the model of the fleet.
   */
  static final int MOST = 100;

  /** More threads would take the processors of the scoring. */
  private static final int MOST_THREADS = 2;

  /** Returns the size for this process and machine. */
  public static TrainingSize ofProcess() {
    return new TrainingSize(
        Runtime.getRuntime().maxMemory(),
        threadsOfMachine(),
        MOST,
        duration -> Thread.sleep(duration.toMillis()));
  }

  /** Returns the number of blocks that are trained at the same time on this machine. */
  public static int threadsOfMachine() {
    return Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors());
  }

  /**
   * Returns the number of instances of a block.
   *
   * @param instances that are trained
   * @throws HistoryTooLargeException if the history of one instance does not fit into the heap
   */
  int instances(DetectorTraining training, int instances, DetectorState state) {
    TrainedDetector serving = state.model().trained();
    int models = instances + (serving == null ? 0 : serving.instances().size());
    int all = HeapBudget.blockSize(training, state.config(), models, 1, heap);
    return instances <= Math.min(all, most)
        ? Math.max(1, instances)
        : Math.min(most, HeapBudget.blockSize(training, state.config(), models, threads, heap));
  }
}
