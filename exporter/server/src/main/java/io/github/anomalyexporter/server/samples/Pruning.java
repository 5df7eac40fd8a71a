package io.github.anomalyexporter.server.samples;

import io.github.anomalyexporter.server.samples.Instances.Known;
import java.util.ArrayList;
import java.util.List;
import org.h2.mvstore.MVMap;

/** Removes what is older than the store keeps, and the instances without samples. */
final class Pruning {
  private final Content content;
  private final Object changing;

  /**
   * @param changing lock of the maps, held while they change
   */
  Pruning(Content content, Object changing) {
    this.content = content;
    this.changing = changing;
  }

  /**
   * Removes samples before a time, whole blocks only, without a commit.
   *
   * @return whether anything was removed
   */
  boolean prune(long oldest) {
    long span = content.grid().span(oldest);
    List<Long> rows = keys(content.file().rows(), Keys.from(oldest));
    List<Long> blocks = keys(content.file().cells(), Keys.from(span));
    List<Known> gone = new ArrayList<>();
    for (Known known : content.instances().all()) {
      if (known.newest() < oldest) {
        gone.add(known);
        blocks.add(Keys.of(span, known.number()));
      }
    }
    synchronized (changing) {
      rows.forEach(content.file().rows()::remove);
      blocks.forEach(content.file().blocks()::remove);
      blocks.forEach(content.file().cells()::remove);
      gone.forEach(content.instances()::remove);
    }
    return !rows.isEmpty() || !blocks.isEmpty() || !gone.isEmpty();
  }

  private static List<Long> keys(MVMap<Long, byte[]> map, long end) {
    List<Long> keys = new ArrayList<>();
    Ranges.forEach(map, 0, end, (key, value) -> keys.add(key));
    return keys;
  }
}
