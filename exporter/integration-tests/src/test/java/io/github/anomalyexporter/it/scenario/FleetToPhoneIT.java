package io.github.anomalyexporter.it.scenario;

import static io.github.anomalyexporter.it.support.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.it.support.AlertingSite;
import io.github.anomalyexporter.it.support.AlertmanagerVersion;
import io.github.anomalyexporter.it.support.PrometheusVersion;
import io.github.anomalyexporter.it.support.Tools;
import io.github.anomalyexporter.testing.incident.IncidentKind;
import io.github.anomalyexporter.testing.telegram.TelegramMessage;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * From an incident of half of the fleet to one message on the phone, and to one message of its end:
 * see {@link ScoreToPhone}. Rule and inhibitions of the fleet's alert are tested with each version
 * by {@code RulesIT} and {@code AlertmanagerInhibitionIT}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Order(1)
class FleetToPhoneIT {
  /** Half of the ten hosts. */
  private static final List<String> HALF =
      List.of("cache-1", "batch-1", "web-2", "cache-2", "batch-2");

  @AutoClose private AlertingSite site;

  @BeforeAll
  void start() throws IOException {
    site =
        AlertingSite.startTenfold(
            Tools.workspace(FleetToPhoneIT.class),
            PrometheusVersion.THREE,
            AlertmanagerVersion.CURRENT);
  }

  @Test
  void an_incident_of_half_of_the_fleet_is_one_message_and_so_is_its_end() {
    site.awaitNoAlert();
    HALF.forEach(host -> site.fleet().begin(IncidentKind.DISK_SATURATION, host, null));
    try {
      await("an alert about each host of the half is inhibited")
          .untilAsserted(
              () -> {
                for (String host : HALF) {
                  assertThat(site.alertsOf(host))
                      .isNotEmpty()
                      .allSatisfy(
                          alert -> assertThat(alert.at("/status/inhibitedBy")).isNotEmpty());
                }
              });
    } finally {
      HALF.forEach(site.fleet()::end);
    }
    site.awaitNoAlert();
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
    assertThat(site.telegram().refusals()).isEmpty();
  }

  /** Messages of the fleet or of a host of the half. */
  private List<TelegramMessage> messagesOfHalf() {
    return site.messages().stream()
        .filter(
            message ->
                message.plainText().contains("FleetAnomalous")
                    || HALF.stream().anyMatch(host -> AlertingSite.names(message, host)))
        .toList();
  }
}
