package io.github.anomalyexporter.it.faults;

import static io.github.anomalyexporter.it.support.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.it.support.ExporterProcess;
import io.github.anomalyexporter.it.support.History;
import io.github.anomalyexporter.it.support.PrometheusVersion;
import io.github.anomalyexporter.it.support.Samples;
import io.github.anomalyexporter.it.support.Site;
import io.github.anomalyexporter.it.support.Tools;
import io.github.anomalyexporter.testing.incident.IncidentKind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
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
    exporter = site.startScoringExporter(site.exporterConfig().withTimeout(TIMEOUT));
  }

  @BeforeEach
  void awaitAnomaly() {
    exporter.awaitAnomalous(ILL);
  }

  @Test
  void a_prometheus_that_is_down_makes_scores_stale_and_absent_until_it_is_back()
      throws IOException {
    double failures = failures("connection");
    site.prometheus().kill();
    try {
      awaitStale();
      assertThat(failures("connection")).isGreaterThan(failures);
      assertThat(runFailures("connection")).isPositive();
    } finally {
      site.prometheus().restart();
    }
    awaitRecovery();
  }

  @Test
  void a_prometheus_that_hangs_makes_scores_stale_and_absent_until_it_goes_on() throws IOException {
    double failures = failures("timeout");
    site.prometheus().hang();
    try {
      awaitStale();
      assertThat(failures("timeout")).isGreaterThan(failures);
      assertThat(runFailures("timeout")).isPositive();
      assertThat(
              exporter
                  .metrics()
                  .sum("anomaly_exporter_runs_missed_total", Map.of("run", "scoring")))
          .isPositive();
    } finally {
      site.prometheus().goOn();
    }
    awaitRecovery();
  }

  /** Waits until there is no score any more; on the way there is the old one or none, never 0. */
  private void awaitStale() throws IOException {
    await("stale")
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
    exporter.awaitAnomalous(ILL);
    await("all scored")
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
