package io.github.anomalyexporter.server.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BlockFormatTest {
  /** Any bits are a float: also those of infinities and of every NaN but the usual one. */
  @Property(tries = 300)
  void rows_are_read_as_they_were_written(
      @ForAll @IntRange(min = 1, max = 120) int count,
      @ForAll @IntRange(max = 40) int width,
      @ForAll long seed) {
    Random random = new Random(seed);
    List<Row> rows = new ArrayList<>();
    long time = random.nextInt(Integer.MAX_VALUE);
    for (int i = 0; i < count; i++) {
      int columns = random.nextInt(10) == 0 ? 1 : 0;
      float[] values = new float[width + columns];
      for (int column = 0; column < values.length; column++) {
        values[column] = Float.intBitsToFloat(random.nextInt());
      }
      rows.add(new Row(time, columns, values));
      time += 1 + random.nextInt(3_600_000);
    }

    List<Row> read = BlockFormat.decode(BlockFormat.encode(rows));

    assertThat(read).hasSameSizeAs(rows);
    for (int i = 0; i < count; i++) {
      assertThat(read.get(i).time()).isEqualTo(rows.get(i).time());
      assertThat(read.get(i).columns()).isEqualTo(rows.get(i).columns());
      assertThat(read.get(i).values()).isEqualTo(rows.get(i).values());
    }
  }

  @Test
  void a_row_of_constant_columns_takes_a_few_bytes() {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      rows.add(new Row(60_000L * i, 0, new float[] {1.1f, 2.2f, 3.3f, Float.NaN}));
    }

    assertThat(BlockFormat.encode(rows)).hasSizeLessThan(120 * 4);
  }

  @Test
  void another_format_is_refused() {
    byte[] block = BlockFormat.encode(List.of(new Row(0, 0, new float[] {1})));
    block[0] = 2;

    assertThatThrownBy(() -> BlockFormat.decode(block))
        .hasMessage("a block of format 2, expected 1");
  }
}
