package io.github.anomalyexporter.server.ingest;

import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.frame.RecentRows;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The rows of one phase: a ring of rows, each with the cells of all instances, so that a new row
 * moves no other one. An instance keeps its place in the rows while it is watched. For one thread.
 */
final class PhaseRows implements RecentRows {
  private static final long NEVER = Long.MIN_VALUE;

  private final int columns;
  private final float[][] ring;
  private final List<BitSet> unanswered;
  private final Map<Labels, Integer> places = new HashMap<>();
  private final Deque<Integer> free = new ArrayDeque<>();
  private TimeRange range;
  private List<Labels> instances = List.of();
  private int[] placeOf = {};
  private int[] firstNew = {};
  private long[] lastPresent = {};
  private int first;

  /**
   * @param range of the first window, which has no rows yet
   */
  PhaseRows(TimeRange range, int columns) {
    this.range = range;
    this.columns = columns;
    this.ring = new float[range.points()][0];
    this.unanswered = Stream.generate(BitSet::new).limit(columns).toList();
  }

  @Override
  public TimeRange range() {
    return range;
  }

  @Override
  public List<Labels> instances() {
    return instances;
  }

  @Override
  public int firstNew(int instance) {
    return firstNew[placeOf[instance]];
  }

  @Override
  public void copyRow(int instance, int row, float[] cells) {
    System.arraycopy(row(row), placeOf[instance] * columns, cells, 0, columns);
  }

  private float[] row(int row) {
    return ring[(first + row) % ring.length];
  }

  boolean knows(Labels instance) {
    return places.containsKey(instance);
  }

  /** Returns the number of the row, in a later range, after the last with a sample; 0 for none. */
  int afterLastPresent(Labels instance, TimeRange later) {
    Integer place = places.get(instance);
    return place == null || lastPresent[place] == NEVER ? 0 : later.pointAt(lastPresent[place]) + 1;
  }

  /** Returns whether an instance has a sample at a time. */
  boolean isPresent(Labels instance, long millis) {
    Integer place = places.get(instance);
    int row = range.pointAt(millis);
    return place != null && row >= 0 && isPresent(row(row), place);
  }

  private boolean isPresent(float[] cells, int place) {
    for (int cell = place * columns; cell < (place + 1) * columns; cell++) {
      if (!Float.isNaN(cells[cell])) {
        return true;
      }
    }
    return false;
  }

  /** For each column the rows without a response; those that are completed have to be cleared. */
  List<BitSet> unanswered() {
    return unanswered;
  }

  /** Returns the first row of a later range that is not among these rows. */
  int firstMissing(TimeRange later) {
    int row = 0;
    while (row < later.points() && range.pointAt(later.at(row).toEpochMilli()) >= 0) {
      row++;
    }
    return instances.isEmpty() ? 0 : row;
  }

  /**
   * Moves to a later range: rows that are not in both are missing.
   *
   * @param later of as many rows
   */
  void advance(TimeRange later, List<Labels> watched) {
    int common = firstMissing(later);
    int gone = range.points() - common;
    first = (first + gone) % ring.length;
    range = later;
    unanswered.forEach(rows -> moveDown(rows, gone));
    BitSet known = watched(watched);
    for (int row = common; row < range.points(); row++) {
      Arrays.fill(row(row), Float.NaN);
    }
    for (int i = 0; i < placeOf.length; i++) {
      firstNew[placeOf[i]] = known.get(i) ? common : 0;
    }
  }

  private static void moveDown(BitSet rows, int count) {
    BitSet moved = rows.get(count, Math.max(count, rows.length()));
    rows.clear();
    rows.or(moved);
  }

  /** Gives each instance its place; returns those that had one already. */
  private BitSet watched(List<Labels> watched) {
    BitSet known = new BitSet(watched.size());
    if (watched.equals(instances)) {
      known.set(0, watched.size());
      return known;
    }
    Set<Labels> kept = new HashSet<>(watched);
    for (int i = 0; i < placeOf.length; i++) {
      Labels instance = instances.get(i);
      if (!kept.contains(instance)) {
        free.add(placeOf[i]);
        places.remove(instance);
      }
    }
    placeOf = new int[watched.size()];
    for (int i = 0; i < placeOf.length; i++) {
      Integer place = places.get(watched.get(i));
      known.set(i, place != null);
      placeOf[i] = place == null ? newPlace(watched.get(i), watched.size()) : place;
    }
    instances = List.copyOf(watched);
    return known;
  }

  private int newPlace(Labels instance, int wanted) {
    if (free.isEmpty()) {
      grow(wanted);
    }
    int place = free.remove();
    for (float[] row : ring) {
      Arrays.fill(row, place * columns, (place + 1) * columns, Float.NaN);
    }
    lastPresent[place] = NEVER;
    places.put(instance, place);
    return place;
  }

  /** Makes room for more instances than wanted, so that few new ones do not copy all rows. */
  private void grow(int wanted) {
    int before = lastPresent.length;
    int after = Math.max(before + before / 4, wanted);
    for (int row = 0; row < ring.length; row++) {
      ring[row] = Arrays.copyOf(ring[row], after * columns);
    }
    lastPresent = Arrays.copyOf(lastPresent, after);
    firstNew = Arrays.copyOf(firstNew, after);
    for (int place = before; place < after; place++) {
      free.add(place);
    }
  }

  /**
   * Puts the cells that are missing here and not in another frame.
   *
   * @param frame of the same columns, with rows of the range
   */
  void complete(Frame frame) {
    long[] times = new long[frame.rows()];
    int[] own = new int[frame.rows()];
    for (int row = 0; row < times.length; row++) {
      times[row] = frame.range().at(row).toEpochMilli();
      own[row] = range.pointAt(times[row]);
    }
    float[] cells = new float[columns];
    for (int i = 0; i < frame.instances().size(); i++) {
      Integer place = places.get(frame.instances().get(i));
      for (int row = 0; place != null && row < times.length; row++) {
        if (own[row] >= 0) {
          frame.copyRow(i, row, cells);
          complete(place, own[row], times[row], cells);
        }
      }
    }
  }

  private void complete(int place, int row, long millis, float[] cells) {
    float[] own = row(row);
    for (int column = 0; column < columns; column++) {
      int cell = place * columns + column;
      if (Float.isNaN(own[cell]) && !Float.isNaN(cells[column])) {
        own[cell] = cells[column];
        firstNew[place] = Math.min(firstNew[place], row);
        lastPresent[place] = Math.max(lastPresent[place], millis);
      }
    }
  }
}
