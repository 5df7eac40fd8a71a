package io.github.anomalyexporter.it.scenario;

import static io.github.anomalyexporter.it.support.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.it.support.ExporterConfig;
import io.github.anomalyexporter.it.support.ExporterProcess;
import io.github.anomalyexporter.it.support.History;
import io.github.anomalyexporter.it.support.Instance;
import io.github.anomalyexporter.it.support.PrometheusVersion;
import io.github.anomalyexporter.it.support.Site;
import io.github.anomalyexporter.testing.incident.Incident;
import io.github.anomalyexporter.testing.incident.IncidentKind;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** The current version, with the first training of an exporter, with incidents and a restart. */
@Order(2)
class EndToEndOnPrometheus3IT extends EndToEnd {
  /** The incidents of the test, by host. */
  private static final Map<String, IncidentKind> INCIDENTS =
      Map.of(
          "web-1", IncidentKind.CPU_HOG,
          "cache-1", IncidentKind.NETWORK_FLOOD,
          "web-2", IncidentKind.CORRELATION_BREAK,
          "db-1", IncidentKind.DISK_SATURATION);

  EndToEndOnPrometheus3IT() {
    super(PrometheusVersion.THREE);
  }

  @Override
  ExporterProcess startExporter(Site site, ExporterConfig config) {
    return site.startExporter(config);
  }

  @Test
  void incidents_of_calm_hosts_show_by_their_features() throws IOException {
    exporter().awaitScores(INCIDENTS.keySet());
    for (String host : INCIDENTS.keySet()) {
      assertThat(exporter().instance(host + ":9100").orElseThrow().score())
          .as("score of %s before its incident", host)
          .isBetween(0.0, 1.0);
    }
    List<Incident> incidents =
        INCIDENTS.entrySet().stream()
            .map(it -> site().fleet().begin(it.getValue(), it.getKey(), null))
            .toList();
    Set<Incident> shown = new HashSet<>();
    await("each incident shows by a score above 1 and its features")
        .untilAsserted(
            () -> {
              for (Incident incident : incidents) {
                Instance instance = exporter().instance(incident.host() + ":9100").orElseThrow();
                if (shows(incident, instance)) {
                  shown.add(incident);
                }
                assertThat(shown).as("%s", instance).contains(incident);
              }
            });
    INCIDENTS.keySet().forEach(site().fleet()::end);
  }

  private static boolean shows(Incident incident, Instance instance) {
    return instance.isAnomalous()
        && instance.topThree().stream().anyMatch(incident.kind()::isLedBy);
  }

  /** A restart scores by the stored model, without a training, and lists the vanished host. */
  @Override
  void whileVanished() throws IOException {
    String model = exporter().modelVersion();
    restartExporter();
    exporter().awaitScores(History.HOSTS.stream().filter(it -> !it.equals(VANISHES)).toList());
    assertThat(exporter().modelVersion()).as("model after a restart").isEqualTo(model).isNotEmpty();
    assertThat(exporter().state(VANISHES + ":9100"))
        .as("state after a restart")
        .isEqualTo("vanished");
    assertThat(exporter().log()).noneMatch(line -> line.contains("training "));
    assertThat(exporter().metrics().all("anomaly_exporter_run_duration_seconds_count", Map.of()))
        .noneMatch(sample -> sample.label("stage").equals("train") && sample.value() > 0);
  }
}
