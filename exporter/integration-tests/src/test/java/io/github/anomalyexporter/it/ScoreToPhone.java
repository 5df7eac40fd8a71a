package io.github.anomalyexporter.it;

import static io.github.anomalyexporter.it.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.anomalyexporter.testing.incident.IncidentKind;
import io.github.anomalyexporter.testing.telegram.TelegramMessage;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * What the product promises, in the order of a night: an incident is on the phone with host,
 * metric, actual and expected value; its end is, too; a silenced one is not; half of a fleet is one
 * message. All real but the hosts and the phone, by the shipped rules and configuration, ten times
 * as fast.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class ScoreToPhone {
  private static final int HOSTS = 10;

  /**
   * Wide, since a false alarm must not fail the test; and without the features that look back for
   * minutes, which are not faster: a load average would outlast the fleet's alert. A tenth of the
   * step, too: how long a score remembers an incident is counted in steps.
   */
  private static final String DETECTOR =
      """
          step: 6s
          history: 1d
          threshold: {method: sigma, sigmas: 10}
          exclude_features: [
            load_per_core, cpu_used_mean_5m, cpu_used_change_5m, memory_used_mean_5m, memory_used_change_5m,
            disk_busy_mean_5m, disk_busy_change_5m, network_received_mean_5m,
            network_received_change_5m]
      """;

  /** Alerts about the exporter itself are of the machine, which may be busy. */
  private static final String ALERTS_ABOUT_HOSTS =
      "ALERTS{source=\"anomaly-exporter\", alertname=~\"Instance.*|FleetAnomalous\"}";

  private static final Pattern ABOUT_HOSTS = Pattern.compile("\\b(Instance\\w+|FleetAnomalous)\\b");

  private static final String HOST = "web-1";
  private static final String SILENCED = "db-1";

  /** Half of the ten, none of which had an incident before. */
  private static final List<String> HALF =
      List.of("cache-1", "batch-1", "web-2", "cache-2", "batch-2");

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

  @Test
  @Order(1)
  void an_incident_is_on_the_phone_with_host_metric_actual_and_expected_value() throws IOException {
    Map<String, String> itsAlerts =
        Map.of("source", "anomaly-exporter", "instance", SILENCED + ":9100");
    site.alertmanager().silence(itsAlerts, Duration.ofHours(1));
    site.fleet().begin(IncidentKind.CPU_HOG, SILENCED, null);
    site.fleet().begin(IncidentKind.CPU_HOG, HOST, null);

    String text = awaitMessage(HOST).plainText();

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

  @Test
  @Order(2)
  void the_same_on_a_silenced_host_is_not() {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(alertsOf(SILENCED))
                    .isNotEmpty()
                    .allSatisfy(alert -> assertThat(alert.at("/status/silencedBy")).hasSize(1)));
    assertNothingSaidOf(SILENCED);
  }

  @Test
  @Order(3)
  void its_end_is_on_the_phone() {
    site.fleet().end(HOST);
    site.fleet().end(SILENCED);
    int before = messages().size();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(messages())
                    .hasSizeGreaterThan(before)
                    .last()
                    .extracting(TelegramMessage::plainText)
                    .asString()
                    .contains(HOST, "no longer reported anomalous"));
    awaitNoAlert();
    assertNothingSaidOf(SILENCED);
  }

  @Test
  @Order(4)
  void an_incident_of_half_of_the_fleet_is_one_message_and_so_is_its_end() throws IOException {
    int before = messages().size();
    HALF.forEach(host -> site.fleet().begin(IncidentKind.DISK_SATURATION, host, null));
    await("all of them would have been told of")
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              for (String host : HALF) {
                assertThat(alertsOf(host))
                    .isNotEmpty()
                    .allSatisfy(alert -> assertThat(alert.at("/status/inhibitedBy")).isNotEmpty());
              }
            });
    HALF.forEach(site.fleet()::end);
    awaitNoAlert();
    await("the end of the fleet's alert")
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(messages()).hasSizeGreaterThanOrEqualTo(before + 2));

    List<TelegramMessage> messages = messages();
    assertThat(messages.subList(before, messages.size()))
        .extracting(TelegramMessage::plainText)
        .satisfiesExactly(
            begin ->
                assertThat(begin)
                    .contains("FleetAnomalous", "of 10 instances of detector node")
                    .containsPattern("disk_|iowait|pressure_io|blocked"),
            end -> assertThat(end).contains("FleetAnomalous", "no longer reported anomalous"));
    assertThat(site.telegram().refusals()).isEmpty();
  }

  private TelegramMessage awaitMessage(String host) {
    return await("a message of " + host)
        .atMost(PATIENCE)
        .until(
            () -> messages().stream().filter(it -> names(it, host)).findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  private static boolean names(TelegramMessage message, String host) {
    return MeasuredIncident.names(message, host);
  }

  private void assertNothingSaidOf(String host) {
    assertThat(messages()).noneMatch(message -> names(message, host));
  }

  private List<JsonNode> alertsOf(String host) throws IOException {
    return site.alertmanager().alerts().stream()
        .filter(alert -> alert.at("/labels/instance").asText().equals(host + ":9100"))
        .toList();
  }

  /** Alertmanager drops an alert when it has been told of its end. */
  private void awaitNoAlert() {
    await("nothing fires")
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(site.prometheus().query(ALERTS_ABOUT_HOSTS)).isEmpty());
  }

  /** Those about hosts, in the order in which they came. */
  private List<TelegramMessage> messages() {
    return site.telegram().messages().stream()
        .filter(message -> ABOUT_HOSTS.matcher(message.plainText()).find())
        .toList();
  }
}
