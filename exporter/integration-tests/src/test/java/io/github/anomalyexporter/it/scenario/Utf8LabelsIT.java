package io.github.anomalyexporter.it.scenario;

import static io.github.anomalyexporter.it.support.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.it.support.Exporter;
import io.github.anomalyexporter.it.support.ExporterConfig;
import io.github.anomalyexporter.it.support.ExporterProcess;
import io.github.anomalyexporter.it.support.History;
import io.github.anomalyexporter.it.support.Ports;
import io.github.anomalyexporter.it.support.PrometheusVersion;
import io.github.anomalyexporter.it.support.RealPrometheus;
import io.github.anomalyexporter.it.support.ScrapeConfig;
import io.github.anomalyexporter.it.support.Site;
import io.github.anomalyexporter.it.support.Tools;
import io.github.anomalyexporter.testing.fleet.SimulatedFleet;
import io.github.anomalyexporter.testing.server.FleetServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Prometheus 3 with a label whose name older versions do not take. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class Utf8LabelsIT {
  private static final String LABEL = "my.cluster";

  private final Path directory = Tools.workspace(Utf8LabelsIT.class);
  private final int port = Ports.free();

  @AutoClose private FleetServer fleet;
  @AutoClose private RealPrometheus prometheus;
  @AutoClose private ExporterProcess exporter;

  @BeforeAll
  void start() throws IOException {
    fleet = Site.serve(SimulatedFleet.of(List.of("web-1"), History.BOOT, 11));
    ScrapeConfig config = new ScrapeConfig();
    for (String cluster : List.of("east", "west")) {
      config.host(fleet, "web-1", Map.of("instance", "web-1:9100", LABEL, cluster));
    }
    prometheus =
        RealPrometheus.start(
            PrometheusVersion.THREE, directory, config.exporterAsDocumented(port).toString());
    // Scoring looks two seconds back: an exporter that starts faster would find one host or none.
    await("both targets have been scraped for three seconds")
        .until(() -> prometheus.query("node_uname_info offset 3s").size() == 2);
    exporter =
        ExporterProcess.start(
            directory,
            port,
            ExporterConfig.of(prometheus.url())
                .with("selector", "'job=\"node\", \"%s\"=~\"east|west\"'".formatted(LABEL))
                .with("identity_labels", "[instance, job, %s]".formatted(LABEL))
                .toString());
  }

  @Test
  void hosts_are_distinguished_by_it_and_their_series_have_it() {
    await("states in Prometheus")
        .untilAsserted(
            () ->
                assertThat(
                        prometheus.query(
                            "sum by (\"%s\") (anomaly_instance_state{job=\"node\", \"%1$s\"!=\"\"})"
                                .formatted(LABEL)))
                    .extracting(it -> it.label(LABEL))
                    .containsExactlyInAnyOrder("east", "west"));
    assertThat(exporter.log()).noneMatch(line -> line.contains("level=WARN"));
  }

  @Test
  void a_scraper_that_does_not_ask_for_such_names_gets_underscores() {
    await("states")
        .untilAsserted(
            () ->
                assertThat(exporter.get("/metrics").body())
                    .contains("anomaly_instance_state{", "my_cluster=\"east\"")
                    .doesNotContainPattern(Pattern.quote(LABEL) + "\"?="));
  }

  @Test
  void every_expression_is_answered() {
    Exporter.Outcome outcome =
        Exporter.run(
            directory.resolve("check-config"),
            "check-config",
            "--online",
            "--config.file=" + directory.resolve("anomaly-exporter.yml"));

    assertThat(outcome.exitCode()).as("%s", outcome).isZero();
    assertThat(outcome.out()).contains("instances: 2").doesNotContain("rejected", "parse error");
  }
}
