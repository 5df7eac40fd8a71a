package io.github.anomalyexporter.server.exemption;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.server.SmallDetector;
import io.github.anomalyexporter.server.run.StatedExemptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class JoinedExemptionsTest {
  private static final Instant NOW = SmallDetector.NOW;
  private static final Exemption SILENCED =
      new Exemption(
          SmallDetector.DB, ExemptionReason.SILENCE, NOW.minusSeconds(60), NOW.plusSeconds(60));
  private static final Exemption BACKUP =
      new Exemption(
          SmallDetector.DB, ExemptionReason.CALENDAR, NOW.minusSeconds(60), NOW.plusSeconds(30));
  private static final Exemptions JOINED =
      new JoinedExemptions(
          List.of(StatedExemptions.of(BACKUP), StatedExemptions.of(SILENCED, BACKUP)));

  @Test
  void each_reason_is_listed_once_in_a_fixed_order() {
    assertThat(JOINED.suppressing(SmallDetector.DB, NOW))
        .containsExactly(ExemptionReason.SILENCE, ExemptionReason.CALENDAR);
    assertThat(JOINED.suppressing(SmallDetector.DB, NOW.plusSeconds(30)))
        .containsExactly(ExemptionReason.SILENCE);
    assertThat(JOINED.suppressing(SmallDetector.WEB, NOW)).isEmpty();
  }

  @Test
  void the_windows_of_a_history_are_those_of_all_sources() throws InterruptedException {
    TimeRange history = TimeRange.endingAt(NOW, Duration.ofMinutes(1), 60);

    PastExemptions past = JOINED.during(List.of(SmallDetector.DB, SmallDetector.WEB), history);

    assertThat(past.of(SmallDetector.DB)).containsExactlyInAnyOrder(BACKUP, SILENCED, BACKUP);
    assertThat(past.of(SmallDetector.WEB)).isEmpty();
  }
}
