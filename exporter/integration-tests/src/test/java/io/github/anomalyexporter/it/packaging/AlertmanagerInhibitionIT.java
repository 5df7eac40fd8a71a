package io.github.anomalyexporter.it.packaging;

import static io.github.anomalyexporter.it.support.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.it.support.AlertmanagerConfig;
import io.github.anomalyexporter.it.support.AlertmanagerVersion;
import io.github.anomalyexporter.it.support.Ports;
import io.github.anomalyexporter.it.support.PostedAlert;
import io.github.anomalyexporter.it.support.RealAlertmanager;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Which alerts hold back which, by the shipped configuration of each version. */
@ParameterizedClass
@EnumSource(AlertmanagerVersion.class)
class AlertmanagerInhibitionIT {

  private static final PostedAlert ANOMALOUS =
      PostedAlert.instanceAnomalous("node", "web-1").label("cluster", "a");
  private static final PostedAlert STRONGLY =
      PostedAlert.ours("InstanceStronglyAnomalous", "critical")
          .of("node", "web-1")
          .label("cluster", "a");
  private static final PostedAlert VANISHED =
      PostedAlert.ours("InstanceVanished", "warning").of("node", "web-1").label("cluster", "a");
  private static final List<PostedAlert> OF_THE_HOST = List.of(ANOMALOUS, STRONGLY, VANISHED);

  private final AlertmanagerVersion version;
  @TempDir private Path directory;
  @AutoClose private RealAlertmanager alertmanager;

  AlertmanagerInhibitionIT(AlertmanagerVersion version) {
    this.version = version;
  }

  @BeforeEach
  void start() {
    start(directory, AlertmanagerConfig.shipped(version));
  }

  private void start(Path home, AlertmanagerConfig config) {
    URI closedPort = URI.create("http://127.0.0.1:" + Ports.free());
    alertmanager =
        RealAlertmanager.start(
            version, home, config.installedIn(home, closedPort, "1:token").toString());
  }

  @Test
  void with_the_labels_added_as_documented_a_host_holds_back_its_own_alerts_only()
      throws IOException {
    alertmanager.close();
    start(
        directory.resolve("agents"),
        AlertmanagerConfig.shipped(version).withIdentityLabelAsDocumented());
    PostedAlert down = PostedAlert.others("TargetDown").on("localhost");
    alertmanager.fire(
        agent(PostedAlert.instanceAnomalous("node", "localhost"), "alpha"),
        agent(PostedAlert.instanceAnomalous("node", "localhost"), "beta"),
        agent(PostedAlert.ours("InstanceVanished", "warning").of("node", "localhost"), "gamma"));
    alertmanager.fire(
        agent(
            PostedAlert.ours("InstanceStronglyAnomalous", "critical").of("node", "localhost"),
            "alpha"),
        agent(down, "gamma"));
    awaitInhibited("InstanceAnomalous", "InstanceVanished");
    assertActive("InstanceAnomalous", "InstanceStronglyAnomalous", "TargetDown");
  }

  private static PostedAlert agent(PostedAlert alert, String hostname) {
    return alert.label("agent_hostname", hostname);
  }

  @Test
  void strongly_anomalous_inhibits_for_the_same_host_only() throws IOException {
    alertmanager.fire(STRONGLY, ANOMALOUS, PostedAlert.instanceAnomalous("node", "web-2"));
    awaitInhibited("InstanceAnomalous");
    assertActive("InstanceAnomalous", "InstanceStronglyAnomalous");
  }

  @Test
  void an_anomalous_fleet_inhibits_for_the_hosts_of_its_detector() throws IOException {
    PostedAlert fleet = PostedAlert.ours("FleetAnomalous", "critical").label("detector", "node");
    alertmanager.fire(OF_THE_HOST);
    alertmanager.fire(fleet, PostedAlert.instanceAnomalous("database", "db-1"));
    awaitInhibited("InstanceAnomalous", "InstanceStronglyAnomalous", "InstanceVanished");
    assertActive("FleetAnomalous", "InstanceAnomalous");
  }

  @Test
  void another_alert_that_a_host_is_down_inhibits_for_that_host() throws IOException {
    for (String name : List.of("TargetDown", "InstanceDown")) {
      PostedAlert down = PostedAlert.others(name).on("web-1").label("cluster", "a");
      PostedAlert elsewhere = VANISHED.label("cluster", "b");
      alertmanager.fire(OF_THE_HOST);
      alertmanager.fire(down, elsewhere);
      awaitInhibited("InstanceAnomalous", "InstanceStronglyAnomalous", "InstanceVanished");
      assertActive("InstanceVanished", name);
      alertmanager.resolve(List.of(down));
    }
  }

  @Test
  void node_mixins_alert_inhibits_for_the_same_host() throws IOException {
    for (String name :
        List.of("NodeCPUHighUsage", "NodeMemoryHighUtilization", "NodeDiskIOSaturation")) {
      PostedAlert high =
          PostedAlert.others(name).on("web-1").label("cluster", "a").label("device", "sda");
      alertmanager.fire(OF_THE_HOST);
      alertmanager.fire(high, PostedAlert.instanceAnomalous("node", "web-2"));
      awaitInhibited("InstanceAnomalous", "InstanceStronglyAnomalous");
      assertActive("InstanceAnomalous", "InstanceVanished", name);
      alertmanager.resolve(List.of(high));
    }
  }

  @Test
  void without_the_exporter_or_its_prometheus_nothing_can_be_scored() throws IOException {
    PostedAlert down = exporters("AnomalyExporterDown", "critical");
    PostedAlert unreachable = exporters("AnomalyPrometheusUnreachable", "critical");
    List<PostedAlert> consequences =
        Stream.of("AnomalyScoringStalled", "AnomalyNothingScored")
            .map(name -> PostedAlert.ours(name, "warning").label("detector", "node"))
            .toList();
    alertmanager.fire(consequences);
    alertmanager.fire(unreachable, exporters("AnomalyConfigReloadFailed", "warning"), STRONGLY);
    awaitInhibited("AnomalyNothingScored", "AnomalyScoringStalled");
    assertActive(
        "AnomalyConfigReloadFailed", "AnomalyPrometheusUnreachable", "InstanceStronglyAnomalous");
    alertmanager.fire(down);
    awaitInhibited("AnomalyNothingScored", "AnomalyPrometheusUnreachable", "AnomalyScoringStalled");
  }

  private static PostedAlert exporters(String name, String severity) {
    return PostedAlert.ours(name, severity)
        .label("instance", "monitoring:9877")
        .label("job", "anomaly-exporter");
  }

  private void awaitInhibited(String... names) {
    await("inhibited are " + List.of(names))
        .untilAsserted(() -> assertThat(alertmanager.inhibited()).containsExactly(names));
  }

  private void assertActive(String... names) throws IOException {
    assertThat(alertmanager.active()).containsExactlyInAnyOrder(names);
  }
}
