package io.github.anomalyexporter.core.acceptance;

import static io.github.anomalyexporter.core.acceptance.TestRows.labels;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.BitSet;
import org.junit.jupiter.api.Test;

class LabelledRowsTest {
  @Test
  void runs_of_labelled_rows_are_events() {
    assertThat(labels("1100110001").events())
        .containsExactly(new Event(0, 1), new Event(4, 5), new Event(9, 9));
    assertThat(labels("111").events()).containsExactly(new Event(0, 2));
    assertThat(labels("000").events()).isEmpty();
  }

  @Test
  void a_row_that_is_not_there_cannot_be_labelled() {
    BitSet third = new BitSet();
    third.set(3);

    assertThatThrownBy(() -> new LabelledRows(third, 3, Duration.ofMinutes(1)))
        .hasMessage("row 3 is labelled, of 3");
  }
}
