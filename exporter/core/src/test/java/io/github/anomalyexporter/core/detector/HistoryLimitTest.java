package io.github.anomalyexporter.core.detector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class HistoryLimitTest {
  private static final int ROWS = 1000;

  private static BitSet rows(int from, int to) {
    BitSet rows = new BitSet();
    rows.set(from, to);
    return rows;
  }

  private static BitSet join(BitSet a, BitSet b) {
    BitSet joined = (BitSet) a.clone();
    joined.or(b);
    return joined;
  }

  @Test
  void up_to_half_all_that_is_exempt_is_left_out() {
    BitSet exempt = join(rows(100, 300), rows(700, 1000));

    assertThat(HistoryLimit.leftOut(rows(0, ROWS), exempt)).isEqualTo(exempt);
  }

  @Test
  void beyond_half_the_oldest_exempt_rows_are_learned_from() {
    BitSet exempt = join(rows(100, 400), rows(700, 1000));

    assertThat(HistoryLimit.leftOut(rows(0, ROWS), exempt))
        .isEqualTo(join(rows(200, 400), rows(700, 1000)));
    assertThat(HistoryLimit.leftOut(rows(0, ROWS), rows(0, ROWS))).isEqualTo(rows(500, 1000));
  }

  @Test
  void half_is_half_of_what_is_there() {
    assertThat(HistoryLimit.leftOut(rows(0, 400), rows(0, ROWS)))
        .as("600 rows are missing anyhow")
        .isEqualTo(rows(200, 400));
    assertThat(HistoryLimit.leftOut(rows(0, 400), rows(400, ROWS))).isEqualTo(new BitSet());
  }

  @Test
  void enough_to_train_on_always_stays() {
    int minimum = InstanceHistory.MINIMUM_ROWS;

    assertThat(HistoryLimit.leftOut(rows(0, minimum + 20), rows(0, ROWS)))
        .isEqualTo(rows(minimum, minimum + 20));
    assertThat(HistoryLimit.leftOut(rows(0, minimum), rows(0, ROWS))).isEqualTo(new BitSet());
    assertThat(HistoryLimit.leftOut(rows(0, 3), rows(0, ROWS))).isEqualTo(new BitSet());
  }

  @Property
  void the_newest_exempt_rows_are_left_out_and_half_of_the_rows_stays(
      @ForAll Set<@IntRange(max = 600) Integer> missing,
      @ForAll Set<@IntRange(max = 600) Integer> exempt,
      @ForAll @IntRange(max = 600) int from) {
    BitSet present = rows(0, 601);
    missing.forEach(present::clear);
    BitSet wanted = rows(from, 601);
    exempt.forEach(wanted::flip);
    BitSet before = (BitSet) present.clone();

    BitSet leftOut = HistoryLimit.leftOut(present, wanted);

    assertThat(present).as("not touched").isEqualTo(before);
    BitSet candidates = (BitSet) present.clone();
    candidates.and(wanted);
    assertThat(leftOut.cardinality()).isLessThanOrEqualTo(present.cardinality() / 2);
    BitSet learned = (BitSet) candidates.clone();
    learned.andNot(leftOut);
    if (!learned.isEmpty() && !leftOut.isEmpty()) {
      assertThat(learned.length() - 1).isLessThan(leftOut.nextSetBit(0));
    }
    candidates.and(leftOut);
    assertThat(candidates).as("only exempt rows that are present").isEqualTo(leftOut);
  }
}
