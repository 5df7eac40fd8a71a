package io.github.anomalyexporter.server.exemption;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.server.config.Config;
import io.github.anomalyexporter.server.config.ConfigFile;
import io.github.anomalyexporter.server.yaml.ConfigException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CalendarExemptionsTest {
  private static final Labels DB = Labels.of("instance", "db-1:9100", "job", "node");
  private static final Labels WEB = Labels.of("instance", "web-1:9100", "job", "node");
  private static final Labels OTHER_DB = Labels.of("instance", "old-db-1:9100", "job", "node");

  private static final Exemptions CALENDAR =
      calendar(
          """
          detectors:
            - name: node
              calendar:
                - {name: backup, schedule: 30 1 * * *, duration: 2h, time_zone: Europe/Berlin, instances: db-.*}
                - {name: patch-day, schedule: 0 2 * * TUE, duration: 1h}
          """);

  private static Exemptions calendar(String yaml) {
    try {
      Config config = ConfigFile.parse("calendar", yaml);
      return new CalendarExemptions(config.calendar(config.detectors().get(0)));
    } catch (ConfigException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Instant time(String text) {
    return Instant.parse(text);
  }

  @Test
  void an_entry_suppresses_the_instances_it_concerns_while_it_is_open() {
    // A Monday; Berlin is an hour ahead.
    assertThat(CALENDAR.suppressing(DB, time("2026-03-02T00:29:59Z"))).isEmpty();
    assertThat(CALENDAR.suppressing(DB, time("2026-03-02T00:30:00Z")))
        .containsExactly(ExemptionReason.CALENDAR);
    assertThat(CALENDAR.suppressing(WEB, time("2026-03-02T00:30:00Z"))).isEmpty();
    assertThat(CALENDAR.suppressing(OTHER_DB, time("2026-03-02T00:30:00Z")))
        .as("the expression is for the whole label")
        .isEmpty();
    assertThat(CALENDAR.suppressing(DB, time("2026-03-02T02:30:00Z"))).isEmpty();
  }

  @Test
  void an_entry_without_instances_concerns_all_and_without_time_zone_is_in_utc() {
    assertThat(CALENDAR.suppressing(WEB, time("2026-03-03T02:00:00Z")))
        .containsExactly(ExemptionReason.CALENDAR);
    assertThat(CALENDAR.suppressing(DB, time("2026-03-03T02:00:00Z")))
        .containsExactly(ExemptionReason.CALENDAR);
    assertThat(CALENDAR.suppressing(WEB, time("2026-03-04T02:00:00Z"))).isEmpty();
  }

  @Test
  void a_history_has_the_windows_of_each_instance() throws InterruptedException {
    TimeRange history =
        TimeRange.endingAt(time("2026-03-03T12:00:00Z"), Duration.ofMinutes(1), 36 * 60);

    PastExemptions past = CALENDAR.during(List.of(DB, WEB), history);

    assertThat(past.of(DB))
        .containsExactlyInAnyOrder(
            window(DB, "2026-03-02T00:30:00Z", "2026-03-02T02:30:00Z"),
            window(DB, "2026-03-03T00:30:00Z", "2026-03-03T02:30:00Z"),
            window(DB, "2026-03-03T02:00:00Z", "2026-03-03T03:00:00Z"));
    assertThat(past.of(WEB))
        .containsExactly(window(WEB, "2026-03-03T02:00:00Z", "2026-03-03T03:00:00Z"));
  }

  private static Exemption window(Labels instance, String start, String end) {
    return new Exemption(instance, ExemptionReason.CALENDAR, time(start), time(end));
  }

  @Test
  void without_a_calendar_nothing_is_exempt() throws InterruptedException {
    Exemptions none = calendar("");

    assertThat(none.suppressing(DB, time("2026-03-03T02:00:00Z"))).isEmpty();
    assertThat(
            none.during(
                    List.of(DB),
                    TimeRange.endingAt(time("2026-03-03T12:00:00Z"), Duration.ofMinutes(1), 60))
                .of(DB))
        .isEmpty();
  }
}
