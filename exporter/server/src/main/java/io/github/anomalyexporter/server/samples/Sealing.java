package io.github.anomalyexporter.server.samples;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.h2.mvstore.MVMap;

/**
 * Moves rows that no window needs any more from the recent rows into blocks, and of several rows in
 * a cell of the grid only the last. In parts of one span and some instances, so that a part needs
 * little memory.
 */
final class Sealing {
  private static final int INSTANCES_AT_ONCE = 256;

  private final Content content;
  private final Object changing;

  /**
   * @param changing lock of the maps, held while they change
   */
  Sealing(Content content, Object changing) {
    this.content = content;
    this.changing = changing;
  }

  /**
   * Seals the next part, without a commit.
   *
   * @param border time; spans that end after it stay as they are
   * @return the number of rows; 0 if there are none to seal
   */
  int sealNext(long border) {
    MVMap<Long, byte[]> rows = content.file().rows();
    Long first = rows.firstKey();
    if (first == null) {
      return 0;
    }
    long span = content.grid().span(Keys.time(first));
    if (content.grid().lastTime(span) > border) {
      return 0;
    }
    int sealed = 0;
    List<Runnable> changes = new ArrayList<>();
    for (Map.Entry<Integer, SortedMap<Long, Row>> part : part(first, span).entrySet()) {
      sealed += part.getValue().size();
      changes.add(change(part.getKey(), span, part.getValue()));
    }
    synchronized (changing) {
      changes.forEach(Runnable::run);
    }
    return sealed;
  }

  /** Returns the rows of a span, by the number of the instance and by time. */
  private Map<Integer, SortedMap<Long, Row>> part(long first, long span) {
    long end = Keys.from(content.grid().lastTime(span) + 1);
    Map<Integer, SortedMap<Long, Row>> part = new TreeMap<>();
    Ranges.forEach(
        content.file().rows(),
        first,
        end,
        (key, row) -> {
          int number = Keys.number(key);
          if (part.size() < INSTANCES_AT_ONCE || part.containsKey(number)) {
            long time = Keys.time(key);
            part.computeIfAbsent(number, added -> new TreeMap<>())
                .put(time, RowFormat.decode(time, row));
          }
        });
    return part;
  }

  /** Prepares the block of an instance, so that readers wait only while it is put. */
  private Runnable change(int number, long span, SortedMap<Long, Row> part) {
    SampleFile file = content.file();
    long key = Keys.of(span, number);
    List<Long> replaced = part.keySet().stream().map(time -> Keys.of(time, number)).toList();
    byte[] before = file.blocks().get(key);
    if (before != null) {
      BlockFormat.decode(before).forEach(row -> part.put(row.time(), row));
    }
    Map<Integer, Row> lastOfCell = new TreeMap<>();
    part.values().forEach(row -> lastOfCell.put(content.grid().cellInSpan(row.time()), row));
    byte[] block = BlockFormat.encode(List.copyOf(lastOfCell.values()));
    BitSet cells = new BitSet(Grid.CELLS);
    lastOfCell.keySet().forEach(cells::set);
    return () -> {
      file.blocks().put(key, block);
      file.cells().put(key, cells.toByteArray());
      replaced.forEach(file.rows()::remove);
    };
  }
}
