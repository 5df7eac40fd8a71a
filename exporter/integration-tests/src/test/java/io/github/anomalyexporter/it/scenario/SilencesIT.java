package io.github.anomalyexporter.it.scenario;

import static io.github.anomalyexporter.it.support.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.it.support.AlertmanagerVersion;
import io.github.anomalyexporter.it.support.ExporterConfig;
import io.github.anomalyexporter.it.support.ExporterProcess;
import io.github.anomalyexporter.it.support.Instance;
import io.github.anomalyexporter.it.support.PrometheusVersion;
import io.github.anomalyexporter.it.support.RealAlertmanager;
import io.github.anomalyexporter.it.support.Sample;
import io.github.anomalyexporter.it.support.Site;
import io.github.anomalyexporter.it.support.Tools;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Silences of two Alertmanagers, to which a running exporter is led by reloads. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SilencesIT {
  private static final Duration LENGTH = Duration.ofHours(2);
  private static final String SILENCED = "web-1:9100";
  private static final String OTHER = "web-2:9100";

  @AutoClose private Site site;
  @AutoClose private ExporterProcess exporter;
  @AutoClose private RealAlertmanager oldest;
  @AutoClose private RealAlertmanager current;
  private ExporterConfig config;
  private String metricsOfTheStart = "";

  @BeforeAll
  void start() throws IOException {
    Path directory = Tools.workspace(SilencesIT.class);
    site = Site.in(directory, PrometheusVersion.THREE).start();
    config = site.exporterConfig().with("scoring_interval", "1s");
    exporter = site.startScoringExporter(config);
    metricsOfTheStart = exporter.get("/metrics").body();
    oldest = RealAlertmanager.start(AlertmanagerVersion.OLDEST, directory.resolve("oldest"));
    current = RealAlertmanager.start(AlertmanagerVersion.CURRENT, directory.resolve("current"));
  }

  private RealAlertmanager alertmanager(AlertmanagerVersion version) {
    return version == AlertmanagerVersion.OLDEST ? oldest : current;
  }

  /** Without the section of Alertmanager, and without the silences of the test before. */
  @BeforeEach
  void reloadTheConfigurationOfTheStart() throws IOException {
    reload(config);
    for (RealAlertmanager alertmanager : List.of(oldest, current)) {
      alertmanager.expireAll();
    }
    await("no suppression is in Prometheus").until(() -> suppressedInPrometheus().isEmpty());
  }

  @Test
  void without_the_section_there_is_nothing_of_alertmanager() {
    assertThat(metricsOfTheStart).doesNotContain("alertmanager", "anomaly_exporter_exemptions");
  }

  @ParameterizedTest
  @EnumSource
  void a_silence_suppresses_the_host_it_matches_until_it_is_expired(AlertmanagerVersion version)
      throws IOException {
    RealAlertmanager alertmanager = alertmanager(version);
    reload(config.withAlertmanager(alertmanager.url()));
    alertmanager.silence(Map.of("alertname", "DiskFull", "instance", OTHER), LENGTH);
    alertmanager.silence(Map.of("alertname", "DiskFull"), LENGTH);
    String silence =
        alertmanager.silence(
            Map.of("alertname", "InstanceAnomalous", "instance", SILENCED), LENGTH);

    await("in Prometheus").until(() -> !suppressedInPrometheus().isEmpty());
    assertThat(suppressedInPrometheus()).containsExactly(Sample.suppressed(SILENCED, "silence"));
    exporter.awaitInstance(SILENCED, "has a score beside its silence", Instance::hasScore);

    alertmanager.expire(silence);
    await("in Prometheus no more").until(() -> suppressedInPrometheus().isEmpty());
  }

  @Test
  void while_alertmanager_hangs_scoring_goes_on_and_known_silences_hold() throws IOException {
    reload(config.withAlertmanager(current.url()));
    String silence = current.silence(Map.of("instance", SILENCED), LENGTH);
    awaitSuppressed(SILENCED);
    assertThat(metric("anomaly_exporter_alertmanager_up")).isEqualTo(1);

    current.hang();
    try {
      awaitUp(0);
      double scored = exporter.lastScoring();
      await("two seconds more are scored").until(() -> exporter.lastScoring() > scored + 2);
      assertThat(suppressed()).containsExactly(SILENCED);
      assertThat(metric("anomaly_exporter_alertmanager_up")).isZero();
      assertThat(timeouts()).isPositive();
    } finally {
      current.goOn();
    }
    awaitUp(1);
    current.expire(silence);
    awaitSuppressed();
  }

  @Test
  void a_reload_leads_to_another_alertmanager_and_away_from_it() throws IOException {
    oldest.silence(Map.of("instance", SILENCED), LENGTH);
    current.silence(Map.of("instance", OTHER), LENGTH);

    reload(config.withAlertmanager(oldest.url()));
    awaitSuppressed(SILENCED);
    reload(config.withAlertmanager(current.url()));
    awaitSuppressed(OTHER);

    String model = exporter.modelVersion();
    // Each reload delays the next run: without a fresh score, a late run would look like a lost
    // one.
    exporter.awaitNextScoring();
    exporter.awaitScores(List.of(SILENCED));
    reload(config);
    assertThat(suppressed()).isEmpty();
    assertThat(exporter.get("/metrics").body()).doesNotContain("anomaly_exporter_alertmanager");
    assertThat(exporter.hasScore(SILENCED)).isTrue();
    assertThat(exporter.modelVersion()).isEqualTo(model);
  }

  private void reload(ExporterConfig next) throws IOException {
    exporter.configure(next.toString());
    assertThat(exporter.send("POST", "/-/reload").status()).isEqualTo(200);
  }

  private List<Sample> suppressedInPrometheus() throws IOException {
    return site.prometheus().query("anomaly_instance_suppressed{job=\"node\"}");
  }

  private List<String> suppressed() throws IOException {
    return exporter.metrics().all("anomaly_instance_suppressed", Map.of()).stream()
        .map(sample -> sample.label("instance"))
        .toList();
  }

  private void awaitSuppressed(String... instances) {
    await("suppressed").untilAsserted(() -> assertThat(suppressed()).containsExactly(instances));
  }

  private void awaitUp(double wanted) {
    await("up is " + wanted).until(() -> metric("anomaly_exporter_alertmanager_up") == wanted);
  }

  private double metric(String name) throws IOException {
    return exporter.metrics().find(name, Map.of()).orElseThrow();
  }

  private double timeouts() throws IOException {
    return exporter
        .metrics()
        .sum("anomaly_exporter_alertmanager_request_failures_total", Map.of("category", "timeout"));
  }
}
