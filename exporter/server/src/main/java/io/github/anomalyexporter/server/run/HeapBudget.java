package io.github.anomalyexporter.server.run;

import java.util.Locale;

/**
 * Keeps a training from exhausting the heap. That would end the process, scoring and all, and after
 * the restart the next training would do so again.
 */
public final class HeapBudget {
  /** The rest is for scoring, scrapes, and what a training needs beside its rows. */
  private static final double SHARE = 0.8;

  private static final long MEGABYTE = 1 << 20;

  /** For all but the history: scoring, scrapes, the program itself. */
  private static final long BESIDE = 128 * MEGABYTE;

  /** What a JVM names as its largest heap is less than -Xmx: one survivor space is always empty. */
  private static final double WITHOUT_SURVIVOR_SPACE = 0.96;

  private HeapBudget() {}

  /**
   * Checks that a history fits.
   *
   * @param needed bytes that the training takes
   * @param heap the most bytes it may grow to
   * @throws HistoryTooLargeException where it does not
   */
  public static void require(long needed, int instances, long rows, long heap) {
    if (needed > SHARE * heap) {
      throw new HistoryTooLargeException(
          String.format(
              Locale.ROOT,
              "expected a history that fits into %.0f %% of the heap of %d MB, found %d instances with"
                  + " %d rows each, which take %d MB; give the JVM more (-Xmx), or lower history or"
                  + " max_instances",
              SHARE * 100,
              heap / MEGABYTE,
              instances,
              rows,
              (needed + MEGABYTE - 1) / MEGABYTE));
    }
  }

  /**
   * The {@code -Xmx} to give the JVM for a training.
   *
   * @param needed bytes that the training takes
   * @return bytes, whole megabytes
   */
  public static long recommended(long needed) {
    double heap = needed / SHARE / WITHOUT_SURVIVOR_SPACE;
    return BESIDE + (long) Math.ceil(heap / MEGABYTE) * MEGABYTE;
  }
}
