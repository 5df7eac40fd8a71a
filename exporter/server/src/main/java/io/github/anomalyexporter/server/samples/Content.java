package io.github.anomalyexporter.server.samples;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * An open file and what is kept of it in memory. Not safe for use by several threads.
 *
 * @param grid of the blocks
 */
record Content(SampleFile file, Instances instances, Columns columns, Grid grid) {
  private static final long STEP = 0;

  /** Blocks that are read back before a commit when the step has changed. */
  private static final int BLOCKS_AT_ONCE = 256;

  /** Reads the instances, and brings the file to the step. */
  static Content of(SampleFile file, List<String> features, long step) {
    Content content =
        new Content(
            file,
            new Instances(file.instances()),
            new Columns(file.columns(), features),
            new Grid(step));
    content.changeStep();
    content.findNewest();
    return content;
  }

  /** Blocks follow the grid: those of another grid become rows again, to be sealed anew. */
  private void changeStep() {
    byte[] step = Long.toString(grid.step()).getBytes(StandardCharsets.UTF_8);
    byte[] known = file.settings().get(STEP);
    if (known != null && Arrays.equals(known, step)) {
      return;
    }
    int read = 0;
    for (Long key = file.blocks().firstKey(); key != null; key = file.blocks().firstKey()) {
      byte[] block = file.blocks().remove(key);
      file.cells().remove(key);
      for (Row row : block == null ? List.<Row>of() : BlockFormat.decode(block)) {
        long rowKey = Keys.of(row.time(), Keys.number(key));
        file.rows().putIfAbsent(rowKey, RowFormat.encode(row));
      }
      if (++read % BLOCKS_AT_ONCE == 0) {
        file.commit();
      }
    }
    file.settings().put(STEP, step);
    file.commit();
  }

  private void findNewest() {
    Ranges.forEach(
        file.cells(),
        0,
        Long.MAX_VALUE,
        (key, cells) ->
            seen(key, Keys.time(key) + (BitSet.valueOf(cells).length() - 1) * grid.step()));
    Ranges.forEach(file.rows(), 0, Long.MAX_VALUE, (key, row) -> seen(key, Keys.time(key)));
  }

  private void seen(long key, long time) {
    Instances.Known known = instances.of(Keys.number(key));
    if (known != null) {
      instances.seen(known, time);
    }
  }
}
