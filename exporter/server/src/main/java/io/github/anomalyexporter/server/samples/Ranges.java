package io.github.anomalyexporter.server.samples;

import java.util.function.BiConsumer;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;

/** Ranges of the keys of a map. */
final class Ranges {
  private Ranges() {}

  /** Reads the entries from a key to another, which is not included, in order. */
  static void forEach(
      MVMap<Long, byte[]> map, long from, long end, BiConsumer<Long, byte[]> reader) {
    if (from >= end) {
      return;
    }
    Cursor<Long, byte[]> cursor = map.cursor(from);
    while (cursor.hasNext()) {
      Long key = cursor.next();
      if (key >= end) {
        return;
      }
      reader.accept(key, cursor.getValue());
    }
  }
}
