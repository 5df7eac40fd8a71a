package io.github.anomalyexporter.it;

import static io.github.anomalyexporter.it.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.anomalyexporter.testing.incident.IncidentKind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Prometheus is gone, or hangs, while a host is anomalous. Nothing of that is a resolved alert. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutageIT {
  private static final String ILL = "web-1:9100";

  /** Longer than a scoring interval: a run that waits for it holds up the next one. */
  private static final String TIMEOUT = "8s";

  @AutoClose private Site site;
  @AutoClose private ExporterProcess exporter;

  @BeforeAll
  void start() throws IOException {
    site =
        Site.in(Tools.workspace(OutageIT.class), PrometheusVersion.THREE)
            .incident(IncidentKind.CPU_HOG, "web-1", Duration.ofMinutes(3))
            .start();
    exporter = site.startExporterWithModel(site.exporterConfig().withTimeout(TIMEOUT));
  }

  @Test
  void a_prometheus_that_is_down_makes_scores_stale_and_absent_until_it_is_back()
      throws IOException {
    await("anomalous").atMost(PATIENCE).until(() -> exporter.isAnomalous(ILL));
    double failures = failures("connection");
    site.prometheus().kill();
    awaitStale();
    assertThat(failures("connection")).isGreaterThan(failures);
    assertThat(runFailures("connection")).isPositive();
    site.prometheus().restart();
    awaitRecovery();
  }

  @Test
  void a_prometheus_that_hangs_makes_scores_stale_and_absent_until_it_goes_on() throws IOException {
    await("anomalous").atMost(PATIENCE).until(() -> exporter.isAnomalous(ILL));
    double failures = failures("timeout");
    site.prometheus().hang();
    awaitStale();
    assertThat(failures("timeout")).isGreaterThan(failures);
    assertThat(runFailures("timeout")).isPositive();
    assertThat(
            exporter.metrics().sum("anomaly_exporter_runs_missed_total", Map.of("run", "scoring")))
        .isPositive();
    site.prometheus().goOn();
    awaitRecovery();
  }

  /** Waits until there is no score any more; on the way there is the old one or none, never 0. */
  private void awaitStale() throws IOException {
    await("stale")
        .atMost(PATIENCE)
        .until(
            () -> {
              OptionalDouble score =
                  exporter.metrics().find("anomaly_score", Map.of("instance", ILL));
              assertThat(score.orElse(Double.POSITIVE_INFINITY)).isGreaterThan(1);
              return score.isEmpty();
            });
    Samples metrics = exporter.metrics();
    for (String name : List.of("anomaly_score", "anomaly_is_anomalous")) {
      assertThat(metrics.all(name, Map.of())).as(name).isEmpty();
    }
    assertThat(metrics.all("anomaly_instance_state", Map.of("state", "stale")))
        .hasSameSizeAs(History.HOSTS)
        .allSatisfy(sample -> assertThat(sample.value()).isEqualTo(1));
    assertThat(metrics.find("anomaly_exporter_prometheus_up", Map.of())).hasValue(0);
    assertThat(exporter.get("/-/healthy").status()).isEqualTo(200);
  }

  private void awaitRecovery() {
    await("anomalous again").atMost(PATIENCE).until(() -> exporter.isAnomalous(ILL));
    await("all scored")
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              Samples metrics = exporter.metrics();
              assertThat(metrics.all("anomaly_score", Map.of())).hasSameSizeAs(History.HOSTS);
              assertThat(metrics.find("anomaly_exporter_prometheus_up", Map.of())).hasValue(1);
            });
  }

  private double failures(String category) throws IOException {
    return exporter
        .metrics()
        .sum("anomaly_exporter_prometheus_query_failures_total", Map.of("category", category));
  }

  private double runFailures(String category) throws IOException {
    return exporter
        .metrics()
        .sum("anomaly_exporter_run_failures_total", Map.of("run", "scoring", "category", category));
  }
}
