package io.github.anomalyexporter.it.scenario;

import static io.github.anomalyexporter.it.support.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.it.support.AlertingSite;
import io.github.anomalyexporter.it.support.AlertmanagerVersion;
import io.github.anomalyexporter.it.support.PrometheusVersion;
import io.github.anomalyexporter.testing.incident.IncidentKind;
import io.github.anomalyexporter.testing.telegram.TelegramMessage;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The current versions, with an incident of half of the fleet. */
@Order(1)
class ScoreToPhoneOnCurrentIT extends ScoreToPhone {
  /** Half of the ten; the other test has its incidents on other hosts. */
  private static final List<String> HALF =
      List.of("cache-1", "batch-1", "web-2", "cache-2", "batch-2");

  ScoreToPhoneOnCurrentIT() {
    super(PrometheusVersion.THREE, AlertmanagerVersion.CURRENT);
  }

  @Test
  void an_incident_of_half_of_the_fleet_is_one_message_and_so_is_its_end() {
    awaitNoAlert();
    HALF.forEach(host -> site().fleet().begin(IncidentKind.DISK_SATURATION, host, null));
    try {
      await("an alert about each host of the half is inhibited")
          .untilAsserted(
              () -> {
                for (String host : HALF) {
                  assertThat(alertsOf(host))
                      .isNotEmpty()
                      .allSatisfy(
                          alert -> assertThat(alert.at("/status/inhibitedBy")).isNotEmpty());
                }
              });
    } finally {
      HALF.forEach(site().fleet()::end);
    }
    awaitNoAlert();
    await("the end of the alert of the fleet is on the phone")
        .until(this::messagesOfHalf, messages -> messages.size() >= 2);

    assertThat(messagesOfHalf())
        .extracting(TelegramMessage::plainText)
        .satisfiesExactly(
            begin ->
                assertThat(begin)
                    .contains("FleetAnomalous", "of 10 instances of detector node")
                    .containsPattern("disk_|iowait|pressure_io|blocked"),
            end -> assertThat(end).contains("FleetAnomalous", "no longer reported anomalous"));
    assertThat(site().telegram().refusals()).isEmpty();
  }

  /** Messages of the fleet or of a host of the half. */
  private List<TelegramMessage> messagesOfHalf() {
    return messages().stream()
        .filter(
            message ->
                message.plainText().contains("FleetAnomalous")
                    || HALF.stream().anyMatch(host -> AlertingSite.names(message, host)))
        .toList();
  }
}
