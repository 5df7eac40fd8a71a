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
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * From an incident to the message on the phone, as far as it depends on the versions of Prometheus
 * and Alertmanager: an incident and its end are messages with host, metric, actual and expected
 * value, and a silenced incident is none. All real but the hosts and the phone, by the shipped
 * rules and configuration, ten times as fast.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class ScoreToPhone {
  private static final String HOST = "web-1";
  private static final String SILENCED = "db-1";

  /** What a phone shows of a feature: its name, the actual and the expected value. */
  private static final Pattern FEATURE =
      Pattern.compile("(?m)^([a-z_]+) ([\\d.]+)% \\(expected ([\\d.]+)%\\)$");

  private final PrometheusVersion prometheusVersion;
  private final AlertmanagerVersion alertmanagerVersion;
  @AutoClose private AlertingSite site;

  ScoreToPhone(PrometheusVersion prometheusVersion, AlertmanagerVersion alertmanagerVersion) {
    this.prometheusVersion = prometheusVersion;
    this.alertmanagerVersion = alertmanagerVersion;
  }

  @BeforeAll
  void start() throws IOException {
    site =
        AlertingSite.startTenfold(
            Tools.workspace(getClass()), prometheusVersion, alertmanagerVersion);
  }

  @Test
  void an_incident_and_its_end_are_on_the_phone_and_a_silenced_incident_is_not()
      throws IOException {
    Map<String, String> itsAlerts =
        Map.of("source", "anomaly-exporter", "instance", SILENCED + ":9100");
    site.alertmanager().silence(itsAlerts, Duration.ofHours(1));
    site.fleet().begin(IncidentKind.CPU_HOG, SILENCED, null);
    site.fleet().begin(IncidentKind.CPU_HOG, HOST, null);
    try {
      assertMessageOfIncident(awaitMessage(HOST).plainText());
      await("the alerts about " + SILENCED + " are silenced")
          .untilAsserted(
              () ->
                  assertThat(site.alertsOf(SILENCED))
                      .isNotEmpty()
                      .allSatisfy(alert -> assertThat(alert.at("/status/silencedBy")).hasSize(1)));
      assertThat(site.messagesOf(SILENCED)).as("messages of a silenced host").isEmpty();
    } finally {
      site.fleet().end(HOST);
      site.fleet().end(SILENCED);
    }
    await("the end of the incident is on the phone")
        .untilAsserted(
            () ->
                assertThat(site.messagesOf(HOST))
                    .last()
                    .extracting(TelegramMessage::plainText)
                    .asString()
                    .contains(HOST, "no longer reported anomalous"));
    site.awaitNoAlert();
    assertThat(site.messagesOf(SILENCED)).as("messages of a silenced host, at its end").isEmpty();
  }

  private static void assertMessageOfIncident(String text) {
    assertThat(text).contains(HOST, "Anomalous", "normal is below 1");
    assertThat(FEATURE.matcher(text).results())
        .as(text)
        .anySatisfy(
            feature -> {
              assertThat(IncidentKind.CPU_HOG.isLedBy(feature.group(1))).isTrue();
              assertThat(Double.parseDouble(feature.group(2)))
                  .isGreaterThan(Double.parseDouble(feature.group(3)) + 10);
            });
  }

  private TelegramMessage awaitMessage(String host) {
    return await("a message of " + host)
        .until(() -> site.messagesOf(host), messages -> !messages.isEmpty())
        .get(0);
  }
}
