package io.github.anomalyexporter.server.run;

import io.github.anomalyexporter.core.detector.DetectorTraining;
import io.github.anomalyexporter.server.config.DetectorConfig;
import java.util.Locale;

/**
 * Prevents a training from exhausting the heap, which would terminate the process, also after each
 * restart.
 */
public final class HeapBudget {
  /**
   * Share of the heap for the history rows. The rest is for scoring, scrapes, and other memory of a
   * training.
   */
  private static final double SHARE = 0.8;

  private static final long MEGABYTE = 1 << 20;

  /**
   * Heap with which a row of a stored model can be loaded: its documents are bounded by the heap.
   */
  private static final long LOADED_ROW = 112 << 10;

  /** Heap for everything except the history: scoring, scrapes, the program itself. */
  private static final long BESIDE = 128 * MEGABYTE;

  /** Ratio of {@code Runtime.maxMemory()} to {@code -Xmx}: one survivor space is always empty. */
  private static final double WITHOUT_SURVIVOR_SPACE = 0.96;

  private HeapBudget() {}

  /**
   * Returns the largest number of instances of a block, so that the blocks that are trained at the
   * same time and all models fit into the heap.
   *
   * @param models number of rows of the new and of the active model
   * @param threads number of blocks at the same time
   * @param heap maximum heap size in bytes
   * @throws HistoryTooLargeException if not even one instance fits
   */
  static int blockSize(
      DetectorTraining training, DetectorConfig config, int models, int threads, long heap) {
    long rows = rows(config);
    long first = training.bytes(1, rows);
    long next = training.bytes(2, rows) - first;
    long stored = training.kind().modelBytes(config.features(), models);
    require(first, 1, rows, heap, stored);
    long block = ((long) (SHARE * heap) - stored) / threads;
    return (int) Math.max(1, Math.min(Integer.MAX_VALUE, 1 + (block - first) / next));
  }

  /**
   * Returns the {@code -Xmx} of a process that trains, in bytes, a multiple of a megabyte.
   *
   * @param instances of the training
   * @param active number of rows of the active model; 0 without one
   * @param threads number of blocks at the same time
   */
  public static long ofTraining(DetectorConfig config, int instances, int active, int threads) {
    int block = Math.min(instances, TrainingSize.MOST);
    int blocks = Math.min(threads, (instances + block - 1) / Math.max(1, block));
    long models = config.training().kind().modelBytes(config.features(), instances + active);
    long training = recommended(blocks * needed(config, block) + models);
    return Math.max(training, BESIDE + active * LOADED_ROW);
  }

  private static long rows(DetectorConfig config) {
    return config.history().length().dividedBy(config.timing().step());
  }

  /** Returns the bytes of heap that a training of these instances of a detector takes. */
  public static long needed(DetectorConfig config, int instances) {
    return config.training().bytes(instances, rows(config));
  }

  /**
   * Checks that a history fits.
   *
   * @param needed bytes of heap for the history
   * @param heap maximum heap size in bytes
   * @param models bytes of heap for models beside it
   * @throws HistoryTooLargeException if it does not fit
   */
  public static void require(long needed, int instances, long rows, long heap, long models) {
    if (needed + models > SHARE * heap) {
      throw new HistoryTooLargeException(
          String.format(
              Locale.ROOT,
              "expected a history that fits into %.0f %% of the heap of %d MB%s, found %d instances with"
                  + " %d rows each, which take %d MB; increase the heap (-Xmx), or reduce history or max_instances",
              SHARE * 100,
              heap / MEGABYTE,
              models == 0 ? "" : " beside the %s MB of models".formatted(megabytes(models)),
              instances,
              rows,
              megabytes(needed)));
    }
  }

  private static long megabytes(long bytes) {
    return (bytes + MEGABYTE - 1) / MEGABYTE;
  }

  /**
   * Returns the recommended {@code -Xmx} for a training.
   *
   * @param needed bytes of heap for the history
   * @return bytes, a multiple of a megabyte
   */
  public static long recommended(long needed) {
    double heap = needed / SHARE / WITHOUT_SURVIVOR_SPACE;
    return BESIDE + (long) Math.ceil(heap / MEGABYTE) * MEGABYTE;
  }
}
