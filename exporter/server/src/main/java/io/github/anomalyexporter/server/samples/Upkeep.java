package io.github.anomalyexporter.server.samples;

/**
 * Keeps a file bounded, after appends: seals rows, removes old ones, and compacts the file. Does
 * most when a span has become older than the window, and little at a time otherwise. Used by the
 * thread that appends.
 */
final class Upkeep {
  /** Most rows that are sealed after one append, so that it takes less than a second. */
  private static final int ROWS_AT_ONCE = 40_000;

  /** Each commit leaves a part in the file that is mostly unused. */
  private static final int COMMITS_UNTIL_COMPACTION = 500;

  private final Content content;
  private final SampleLimits limits;
  private final Sealing sealing;
  private final Pruning pruning;
  private long sealedUntil = Long.MIN_VALUE;
  private int commits;

  Upkeep(Content content, Object changing, SampleLimits limits) {
    this.content = content;
    this.limits = limits;
    this.sealing = new Sealing(content, changing);
    this.pruning = new Pruning(content, changing);
  }

  /** Called after each commit of samples. */
  void run(long now) {
    commits++;
    long reference = Math.min(content.instances().newest(), now);
    long border = reference - limits.window().toMillis();
    long span = content.grid().span(border);
    if (span == sealedUntil && commits < COMMITS_UNTIL_COMPACTION) {
      return;
    }
    int sealed = seal(border);
    boolean complete = sealed < ROWS_AT_ONCE;
    boolean pruned = complete && prune(reference - limits.keep().toMillis());
    if (complete) {
      sealedUntil = span;
    }
    if (pruned || sealed > 0 || commits >= COMMITS_UNTIL_COMPACTION) {
      content.file().compact();
      commits = 0;
    }
  }

  /** Seals until nothing is left, or enough for one append is done. */
  private int seal(long border) {
    int sealed = 0;
    int part;
    do {
      part = sealing.sealNext(border);
      if (part > 0) {
        content.file().commit();
      }
      sealed += part;
    } while (part > 0 && sealed < ROWS_AT_ONCE);
    return sealed;
  }

  private boolean prune(long oldest) {
    boolean pruned = pruning.prune(oldest);
    if (pruned) {
      content.file().commit();
    }
    return pruned;
  }
}
