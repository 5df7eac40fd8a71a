package io.github.anomalyexporter.server.samples;

import io.github.anomalyexporter.server.samples.Appended.Outcome;
import io.github.anomalyexporter.server.samples.Instances.Known;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A batch of samples on its way into the maps of a file. For one batch, by one thread. */
final class Batch {
  private final Content content;
  private final SampleLimits limits;
  private final int columns;
  private final Map<Integer, int[]> places;

  /** Block that was read last: late samples of an instance come together. */
  private long lastBlock = -1;

  private List<Row> lastRows = List.of();

  Batch(Content content, SampleLimits limits) {
    this.content = content;
    this.limits = limits;
    this.columns = content.columns().current();
    this.places = content.columns().places();
  }

  /**
   * Puts samples into the recent rows, without a commit.
   *
   * @param now in milliseconds
   */
  Appended add(List<Sample> samples, long now) {
    long newest = content.instances().newest();
    for (Sample sample : samples) {
      newest = Math.max(newest, sample.time().toEpochMilli());
    }
    long oldest = Math.min(newest, now) - limits.keep().toMillis();
    return new Appended(
        samples.stream()
            .map(sample -> sample.time().toEpochMilli() < oldest ? Outcome.TOO_OLD : add(sample))
            .toList());
  }

  private Outcome add(Sample sample) {
    Instances instances = content.instances();
    Known instance = instances.of(sample.instance());
    if (instance == null) {
      if (instances.size() >= limits.instances()) {
        return Outcome.OVER_LIMIT;
      }
      instance = instances.add(sample.instance());
    }
    Row row = new Row(sample.time().toEpochMilli(), columns, finite(sample.values()));
    Row known = known(instance.number(), row.time());
    if (known == null) {
      content.file().rows().put(Keys.of(row.time(), instance.number()), RowFormat.encode(row));
      instances.seen(instance, row.time());
      return Outcome.ADDED;
    }
    return known.time() > row.time() || hasValuesOf(known, row)
        ? Outcome.DUPLICATE
        : Outcome.CONFLICT;
  }

  private static float[] finite(float[] values) {
    float[] finite = values.clone();
    for (int i = 0; i < finite.length; i++) {
      finite[i] = Float.isFinite(finite[i]) ? finite[i] : Float.NaN;
    }
    return finite;
  }

  /** Returns the row of a time, or the later row that represents its cell; null without one. */
  private @Nullable Row known(int number, long time) {
    byte[] recent = content.file().rows().get(Keys.of(time, number));
    if (recent != null) {
      return RowFormat.decode(time, recent);
    }
    Grid grid = content.grid();
    for (Row row : block(Keys.of(grid.span(time), number))) {
      if (row.time() >= time) {
        return grid.cell(row.time()) == grid.cell(time) ? row : null;
      }
    }
    return null;
  }

  private List<Row> block(long key) {
    if (key != lastBlock) {
      byte[] block = content.file().blocks().get(key);
      lastRows = block == null ? List.of() : BlockFormat.decode(block);
      lastBlock = key;
    }
    return lastRows;
  }

  /** Compares by name: the known row can be older than the present list of features. */
  private boolean hasValuesOf(Row known, Row row) {
    float[] values = new float[row.values().length];
    known.copyTo(places, values, 0, values.length);
    return Arrays.equals(values, row.values());
  }
}
