package io.github.anomalyexporter.server.run;

import io.github.anomalyexporter.core.detector.DetectorTraining;
import io.github.anomalyexporter.core.detector.TrainingPlan;
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

  /** Heap for everything except the history: scoring, scrapes, the program itself. */
  private static final long BESIDE = 128 * MEGABYTE;

  /** Ratio of {@code Runtime.maxMemory()} to {@code -Xmx}: one survivor space is always empty. */
  private static final double WITHOUT_SURVIVOR_SPACE = 0.96;

  private HeapBudget() {}

  /**
   * Checks that the history of a training fits into the heap of this process.
   *
   * @throws HistoryTooLargeException if it does not fit
   */
  static void require(DetectorTraining training, TrainingPlan plan, DetectorConfig config) {
    int instances = plan.instances().size();
    long rows = rows(config);
    require(training.bytes(instances, rows), instances, rows, Runtime.getRuntime().maxMemory(), 0);
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
   * @param reserved bytes of heap for the trainings that this process may run at the same time
   * @throws HistoryTooLargeException if it does not fit
   */
  public static void require(long needed, int instances, long rows, long heap, long reserved) {
    if (needed + reserved > SHARE * heap) {
      throw new HistoryTooLargeException(
          String.format(
              Locale.ROOT,
              "expected a history that fits into %.0f %% of the heap of %d MB%s, found %d instances with"
                  + " %d rows each, which take %d MB; increase the heap (-Xmx), or reduce history or max_instances",
              SHARE * 100,
              heap / MEGABYTE,
              reserved == 0
                  ? ""
                  : " beside the %s MB for trainings of this exporter"
                      .formatted(megabytes(reserved)),
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
