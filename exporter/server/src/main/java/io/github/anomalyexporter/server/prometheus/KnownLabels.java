package io.github.anomalyexporter.server.prometheus;

import io.github.anomalyexporter.core.series.Labels;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Labels of recent responses by their text: every scoring run receives the same labels for every
 * feature, and labels that are known are not created again. Bounded: when the labels take more than
 * half of the limit, they become the older half, and an older half that was there is dropped.
 * Thread-safe.
 */
final class KnownLabels {
  /** Approximate heap size of labels without their text: map, entries, arrays. */
  private static final int ENTRY_BYTES = 512;

  /** The text is stored once as key and once in the labels. */
  private static final int CHARACTER_BYTES = 4;

  private final long mostBytes;
  private volatile Map<LabelText, Labels> newer = new ConcurrentHashMap<>();
  private volatile Map<LabelText, Labels> older = Map.of();
  private long newerBytes;

  /**
   * @param mostBytes approximate maximum heap size
   */
  KnownLabels(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** Returns the labels with this text; null if they are not known. */
  @Nullable Labels get(LabelText text) {
    Labels labels = newer.get(text);
    if (labels == null) {
      labels = older.get(text);
      if (labels != null) {
        put(text, labels);
      }
    }
    return labels;
  }

  /** Adds labels; does not keep the text, which may be changed afterwards. */
  synchronized void put(LabelText text, Labels labels) {
    long bytes = ENTRY_BYTES + (long) CHARACTER_BYTES * text.length();
    if (newerBytes + bytes > mostBytes / 2) {
      older = newer;
      newer = new ConcurrentHashMap<>();
      newerBytes = 0;
    }
    if (newer.putIfAbsent(text.copy(), labels) == null) {
      newerBytes += bytes;
    }
  }

  /** Returns the number of labels. */
  int size() {
    return newer.size() + older.size();
  }
}
