package io.github.anomalyexporter.it.scenario;

import static io.github.anomalyexporter.it.support.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.anomalyexporter.it.support.AlertingSite;
import io.github.anomalyexporter.it.support.AlertmanagerVersion;
import io.github.anomalyexporter.it.support.PrometheusVersion;
import io.github.anomalyexporter.it.support.Tools;
import io.github.anomalyexporter.testing.incident.IncidentKind;
import io.github.anomalyexporter.testing.telegram.TelegramMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
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
  private static final int HOSTS = 10;

  /**
   * Wide, since a false alarm must not fail the test; and without the features that look back for
   * minutes, which are not faster: a load average would outlast the fleet's alert. Also without the
   * features that the incidents here do not change: their queries and their training take half of
   * the processor time. A tenth of the step, too: how long a score remembers an incident is counted
   * in steps.
   */
  private static final String DETECTOR =
      """
          step: 6s
          history: 1d
          threshold: {method: sigma, sigmas: 10}
          exclude_features: [
            load_per_core, cpu_used_mean_5m, cpu_used_change_5m, memory_used_mean_5m, memory_used_change_5m,
            disk_busy_mean_5m, disk_busy_change_5m, network_received_mean_5m,
            network_received_change_5m,
            memory_used, memory_active, swap_in, swap_out, major_page_faults, filesystem_used,
            network_received, network_transmitted, network_errors, network_per_cpu, tcp_retransmits,
            pressure_memory, postgresql_connections]
      """;

  /** Alerts about the exporter itself are of the machine, which may be busy. */
  private static final String ALERTS_ABOUT_HOSTS =
      "ALERTS{source=\"anomaly-exporter\", alertname=~\"Instance.*|FleetAnomalous\"}";

  private static final Pattern ABOUT_HOSTS = Pattern.compile("\\b(Instance\\w+|FleetAnomalous)\\b");

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
        AlertingSite.start(
            Tools.workspace(getClass()),
            prometheusVersion,
            alertmanagerVersion,
            HOSTS,
            AlertingSite.Pace.TENFOLD,
            DETECTOR);
  }

  final AlertingSite site() {
    return site;
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
                  assertThat(alertsOf(SILENCED))
                      .isNotEmpty()
                      .allSatisfy(alert -> assertThat(alert.at("/status/silencedBy")).hasSize(1)));
      assertThat(messagesOf(SILENCED)).as("messages of a silenced host").isEmpty();
    } finally {
      site.fleet().end(HOST);
      site.fleet().end(SILENCED);
    }
    await("the end of the incident is on the phone")
        .untilAsserted(
            () ->
                assertThat(messagesOf(HOST))
                    .last()
                    .extracting(TelegramMessage::plainText)
                    .asString()
                    .contains(HOST, "no longer reported anomalous"));
    awaitNoAlert();
    assertThat(messagesOf(SILENCED)).as("messages of a silenced host, at its end").isEmpty();
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
        .until(() -> messagesOf(host), messages -> !messages.isEmpty())
        .get(0);
  }

  private List<TelegramMessage> messagesOf(String host) {
    return messages().stream().filter(message -> AlertingSite.names(message, host)).toList();
  }

  final List<JsonNode> alertsOf(String host) throws IOException {
    return site.alertmanager().alerts().stream()
        .filter(alert -> alert.at("/labels/instance").asText().equals(host + ":9100"))
        .toList();
  }

  final void awaitNoAlert() {
    await("no alert about a host fires")
        .until(() -> site.prometheus().query(ALERTS_ABOUT_HOSTS), List::isEmpty);
  }

  /** Messages about hosts, in the order in which they arrived. */
  final List<TelegramMessage> messages() {
    return site.telegram().messages().stream()
        .filter(message -> ABOUT_HOSTS.matcher(message.plainText()).find())
        .toList();
  }
}
