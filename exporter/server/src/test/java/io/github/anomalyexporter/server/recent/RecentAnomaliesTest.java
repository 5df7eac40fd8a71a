package io.github.anomalyexporter.server.recent;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.detector.FeatureContribution;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.exemption.ExemptionReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RecentAnomaliesTest {
  private static final Labels WEB = host("web-1");
  private static final Labels DB = host("db-1");
  private static final Instant START = Instant.parse("2026-03-02T12:00:00Z");

  private final RecentAnomalies anomalies = new RecentAnomalies();

  private static Labels host(String name) {
    return Labels.of("instance", name);
  }

  private static Instant at(int minutes) {
    return START.plus(Duration.ofMinutes(minutes));
  }

  private void add(Labels instance, int minutes, double score, ExemptionReason... reasons) {
    anomalies.add(instance, at(minutes), score, Set.of(reasons), () -> features(score));
    anomalies.end(at(minutes));
  }

  private static List<FeatureContribution> features(double score) {
    return List.of(new FeatureContribution("load", "ratio", 1, score, 0));
  }

  @Test
  void scores_less_than_ten_minutes_apart_are_one_anomaly() {
    add(WEB, 0, 2);
    add(WEB, 9, 5, ExemptionReason.SILENCE);
    add(WEB, 18, 3, ExemptionReason.CALENDAR);
    add(WEB, 28, 4);

    assertThat(anomalies.all())
        .containsExactlyInAnyOrder(
            new Anomaly(
                WEB,
                at(0),
                at(18),
                5,
                at(9),
                Set.of(ExemptionReason.SILENCE, ExemptionReason.CALENDAR),
                features(5)),
            new Anomaly(WEB, at(28), at(28), 4, at(28), Set.of(), features(4)));
  }

  @Test
  void an_anomaly_lasts_until_it_cannot_continue() {
    add(WEB, 0, 2);
    Anomaly anomaly = anomalies.all().get(0);

    assertThat(anomaly.lasts(at(9))).isTrue();
    assertThat(anomaly.lasts(at(10))).isFalse();
    assertThat(anomaly.lasts(at(-60))).as("the clock was set back").isFalse();
  }

  @Test
  void the_first_that_have_ended_are_forgotten_and_none_that_lasts() {
    for (int i = 0; i < RecentAnomalies.MOST_ENDED + 5; i++) {
      anomalies.add(host("h" + i), at(0), 2, Set.of(), List::of);
    }
    anomalies.end(at(1));
    assertThat(anomalies.all()).hasSize(RecentAnomalies.MOST_ENDED + 5);

    add(WEB, 20, 2);
    assertThat(anomalies.all()).hasSize(RecentAnomalies.MOST_ENDED + 1);
  }

  @Test
  void anomalies_that_overlap_are_one_incident_in_the_order_of_their_onset() {
    add(WEB, 2, 2);
    add(DB, 0, 2);
    add(DB, 8, 7);
    add(DB, 12, 3);
    add(WEB, 20, 4);
    add(WEB, 60, 2);

    List<Incident> incidents = Incident.of(anomalies.all());

    assertThat(incidents).hasSize(2);
    Incident first = incidents.get(0);
    assertThat(first.anomalies()).extracting(Anomaly::instance).containsExactly(DB, WEB, WEB);
    assertThat(first.begin()).isEqualTo(at(0));
    assertThat(first.last()).isEqualTo(at(20));
    assertThat(first.peak().peakAt()).isEqualTo(at(8));
    assertThat(first.lasts(at(29))).isTrue();
    assertThat(first.lasts(at(30))).isFalse();
    assertThat(incidents.get(1).begin()).isEqualTo(at(60));
    assertThat(Incident.of(List.of())).isEmpty();
  }

  @Test
  void a_long_anomaly_joins_those_that_begin_during_it() {
    for (int i = 0; i <= 100; i += 5) {
      add(WEB, i, 2);
    }
    add(DB, 20, 2);
    add(DB, 90, 2);

    assertThat(Incident.of(anomalies.all())).hasSize(1);
  }
}
