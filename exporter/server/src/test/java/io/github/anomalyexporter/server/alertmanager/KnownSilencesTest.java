package io.github.anomalyexporter.server.alertmanager;

import static io.github.anomalyexporter.server.alertmanager.TestSilences.NOW;
import static io.github.anomalyexporter.server.alertmanager.TestSilences.silence;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.server.alertmanager.KnownSilences.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KnownSilencesTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Instant LONG_AGO = NOW.minus(Duration.ofDays(7));
  private static final Silence SILENCE = silence("a", HOUR.negated(), HOUR, "job=node");

  private static KnownSilences after(Silence... answer) {
    return KnownSilences.NONE.updated(List.of(answer), NOW, LONG_AGO);
  }

  @Test
  void nothing_is_known_before_the_first_answer() {
    assertThat(KnownSilences.NONE.span()).isNull();
  }

  @Test
  void the_first_answer_tells_of_what_alertmanager_remembers() {
    assertThat(after(SILENCE))
        .isEqualTo(
            new KnownSilences(List.of(SILENCE), new Span(NOW.minus(Duration.ofDays(5)), NOW)));
  }

  @Test
  void a_silence_that_has_ended_stays_when_alertmanager_has_forgotten_it() {
    Silence ended = silence("a", HOUR.multipliedBy(-2), HOUR.negated(), "job=node");

    assertThat(after(ended).updated(List.of(), NOW.plus(HOUR), LONG_AGO).silences())
        .containsExactly(ended);
  }

  @Test
  void a_silence_that_is_ended_early_has_its_real_end() {
    Silence expired = SILENCE.endedAt(NOW.plusSeconds(60));

    assertThat(after(SILENCE).updated(List.of(expired), NOW.plusSeconds(90), LONG_AGO).silences())
        .containsExactly(expired);
  }

  @Test
  void a_silence_that_alertmanager_has_lost_ends() {
    assertThat(after(SILENCE).updated(List.of(), NOW.plusSeconds(90), LONG_AGO).silences())
        .containsExactly(SILENCE.endedAt(NOW.plusSeconds(90)));
  }

  @Test
  void one_that_was_ended_before_it_began_is_none() {
    Silence pending = silence("a", HOUR, HOUR.multipliedBy(2), "job=node");
    assertThat(after(pending).silences()).containsExactly(pending);

    assertThat(after(pending).updated(List.of(), NOW.plusSeconds(90), LONG_AGO).silences())
        .isEmpty();
    assertThat(after(silence("a", HOUR, HOUR, "job=node")).silences()).isEmpty();
  }

  @Test
  void what_ended_before_the_history_is_forgotten() {
    assertThat(after(SILENCE).updated(List.of(), NOW.plus(HOUR), NOW.plus(HOUR)).silences())
        .isEmpty();
  }

  @Test
  void of_too_many_those_that_end_last_are_kept() {
    List<Silence> many =
        IntStream.range(0, KnownSilences.MOST + 10)
            .mapToObj(i -> silence("s" + i, HOUR.negated(), Duration.ofSeconds(i + 1), "job=node"))
            .toList();

    List<Silence> kept = KnownSilences.NONE.updated(many, NOW, LONG_AGO).silences();

    assertThat(kept).hasSize(KnownSilences.MOST).doesNotContainAnyElementsOf(many.subList(0, 10));
  }

  @Test
  void long_ones_do_not_fill_memory_and_disk() {
    String mebibyte = "x".repeat(1 << 20);
    List<Silence> many =
        IntStream.range(0, 10)
            .mapToObj(i -> silence("s" + i, HOUR.negated(), HOUR, "job=" + mebibyte))
            .toList();

    assertThat(KnownSilences.NONE.updated(many, NOW, LONG_AGO).silences()).hasSize(1);
  }

  @Test
  void one_that_is_too_long_keeps_out_itself_alone() {
    Silence endless =
        silence("endless", HOUR.negated(), HOUR.multipliedBy(9), "job=" + "x".repeat(3_000_000));

    assertThat(after(endless, SILENCE).silences()).containsExactly(SILENCE);
  }

  @Test
  void an_outage_shorter_than_what_alertmanager_remembers_leaves_no_gap() {
    Instant later = NOW.plus(Duration.ofDays(4));

    assertThat(after(SILENCE).updated(List.of(), later, LONG_AGO).span())
        .isEqualTo(new Span(NOW.minus(Duration.ofDays(5)), later));
  }

  @Test
  void after_a_longer_one_what_was_before_it_counts_as_unknown() {
    Instant later = NOW.plus(Duration.ofDays(6));

    assertThat(after(SILENCE).updated(List.of(), later, LONG_AGO).span())
        .isEqualTo(new Span(NOW.plus(Duration.ofDays(1)), later));
  }
}
