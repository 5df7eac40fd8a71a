package io.github.anomalyexporter.server.exemption;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.SmallDetector;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LearnableHistoryTest {
  private static final Labels DB = SmallDetector.DB;
  private static final Labels WEB = SmallDetector.WEB;
  private static final int ROWS = 240;
  private static final Instant END = SmallDetector.NOW;
  private static final Instant START = END.minus(Duration.ofMinutes(ROWS - 1));

  private static LearnableHistory learnable(Exemption... exemptions) {
    Frame history = SmallDetector.frame(END, ROWS);
    return LearnableHistory.of(history, past(exemptions), Duration.ZERO);
  }

  private static PastExemptions past(Exemption... exemptions) {
    return instance ->
        Arrays.stream(exemptions).filter(each -> each.instance().equals(instance)).toList();
  }

  /** From one row to before another. */
  private static Exemption rows(Labels instance, ExemptionReason reason, int from, int to) {
    return new Exemption(instance, reason, at(from), at(to));
  }

  private static Instant at(int row) {
    return START.plus(Duration.ofMinutes(row));
  }

  private static BitSet missing(LearnableHistory learnable, Labels instance) {
    BitSet missing = learnable.frame().presentRows(learnable.frame().instances().indexOf(instance));
    missing.flip(0, ROWS);
    return missing;
  }

  private static BitSet set(int from, int to) {
    BitSet set = new BitSet();
    set.set(from, to);
    return set;
  }

  @Test
  void without_exemptions_all_is_learned() {
    LearnableHistory learnable = learnable();

    assertThat(learnable.frame().presentCells()).isEqualTo(2L * 2 * ROWS);
    assertThat(learnable.leftOut())
        .isEqualTo(Map.of(DB, new LeftOut(ROWS, 0, 0, 0), WEB, new LeftOut(ROWS, 0, 0, 0)));
    assertThat(learnable.limited()).isEmpty();
  }

  @Test
  void the_rows_of_a_window_are_missing_and_those_of_other_hosts_are_not() {
    LearnableHistory learnable = learnable(rows(DB, ExemptionReason.CALENDAR, 10, 20));

    assertThat(missing(learnable, DB)).isEqualTo(set(10, 20));
    assertThat(missing(learnable, WEB)).isEqualTo(new BitSet());
    assertThat(learnable.leftOut()).containsEntry(DB, new LeftOut(ROWS, 0, 0, 10));
    assertThat(learnable.limited()).isEmpty();
  }

  @Test
  void rows_see_what_was_within_the_rate_window_before_them() {
    LearnableHistory learnable =
        LearnableHistory.of(
            SmallDetector.frame(END, ROWS),
            past(
                new Exemption(
                    DB, ExemptionReason.ALERT, at(10).plusSeconds(1), at(20).plusSeconds(30))),
            Duration.ofMinutes(2));

    assertThat(missing(learnable, DB))
        .as("row 22 looks back to row 20, and half a minute later it was over")
        .isEqualTo(set(11, 23));
  }

  @Test
  void windows_may_reach_beyond_the_history() {
    LearnableHistory learnable =
        learnable(
            new Exemption(DB, ExemptionReason.SILENCE, Instant.MIN, at(5)),
            new Exemption(DB, ExemptionReason.SILENCE, at(230), Instant.MAX),
            new Exemption(DB, ExemptionReason.SILENCE, Instant.MIN, START.minusSeconds(60)),
            new Exemption(DB, ExemptionReason.SILENCE, END.plusSeconds(1), Instant.MAX));

    BitSet expected = set(0, 5);
    expected.set(230, ROWS);
    assertThat(missing(learnable, DB)).isEqualTo(expected);
  }

  @Test
  void a_row_counts_for_the_first_of_its_reasons() {
    LearnableHistory learnable =
        learnable(
            rows(DB, ExemptionReason.CALENDAR, 10, 40),
            rows(DB, ExemptionReason.SILENCE, 20, 50),
            rows(DB, ExemptionReason.ALERT, 30, 35),
            rows(DB, ExemptionReason.CALENDAR, 12, 15));

    assertThat(missing(learnable, DB)).isEqualTo(set(10, 50));
    assertThat(learnable.leftOut()).containsEntry(DB, new LeftOut(ROWS, 5, 25, 10));
  }

  @Test
  void of_more_than_half_the_oldest_is_learned_and_the_host_is_named() {
    LearnableHistory learnable =
        learnable(
            rows(DB, ExemptionReason.CALENDAR, 0, 100),
            rows(DB, ExemptionReason.ALERT, 180, ROWS),
            rows(WEB, ExemptionReason.CALENDAR, 0, ROWS / 2));

    assertThat(learnable.limited()).containsExactly(DB);
    BitSet expected = set(40, 100);
    expected.set(180, ROWS);
    assertThat(missing(learnable, DB)).isEqualTo(expected);
    assertThat(missing(learnable, WEB)).isEqualTo(set(0, ROWS / 2));
    assertThat(learnable.leftOut())
        .containsEntry(DB, new LeftOut(ROWS, 60, 0, 60))
        .containsEntry(WEB, new LeftOut(ROWS, 0, 0, ROWS / 2));
  }

  @Test
  void exemptions_of_hosts_that_are_not_trained_do_no_harm() {
    LearnableHistory learnable =
        learnable(rows(Labels.of("instance", "new"), ExemptionReason.ALERT, 0, ROWS));

    assertThat(learnable.frame().presentCells()).isEqualTo(2L * 2 * ROWS);
  }
}
