package io.github.anomalyexporter.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TimedRowsTest {
  private static final Instant FIRST = Instant.parse("2026-03-02T10:00:00Z");

  @Test
  void each_row_is_a_step_after_the_one_before_it() {
    TimedRows rows = new TimedRows(new float[6], 2, FIRST, Duration.ofSeconds(30));

    assertThat(rows.rows()).isEqualTo(3);
    assertThat(rows.inputs()).isEqualTo(2);
    assertThat(rows.millis(0)).isEqualTo(FIRST.toEpochMilli());
    assertThat(rows.millis(2)).isEqualTo(FIRST.plusSeconds(60).toEpochMilli());
  }

  @Test
  void values_that_are_no_whole_rows_are_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TimedRows(new float[5], 2, FIRST, Duration.ofMinutes(1)))
        .withMessage("5 values in rows of 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TimedRows(new float[5], 0, FIRST, Duration.ofMinutes(1)))
        .withMessage("5 values in rows of 0");
  }
}
