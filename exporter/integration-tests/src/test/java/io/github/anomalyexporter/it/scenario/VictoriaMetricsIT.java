package io.github.anomalyexporter.it.scenario;

import static io.github.anomalyexporter.it.support.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.anomalyexporter.it.support.Command;
import io.github.anomalyexporter.it.support.Example;
import io.github.anomalyexporter.it.support.Exporter;
import io.github.anomalyexporter.it.support.ExporterProcess;
import io.github.anomalyexporter.it.support.History;
import io.github.anomalyexporter.it.support.Ports;
import io.github.anomalyexporter.it.support.RealVictoriaMetrics;
import io.github.anomalyexporter.it.support.ScrapeConfig;
import io.github.anomalyexporter.it.support.Site;
import io.github.anomalyexporter.it.support.Tools;
import io.github.anomalyexporter.testing.fleet.SimulatedFleet;
import io.github.anomalyexporter.testing.incident.IncidentKind;
import io.github.anomalyexporter.testing.server.FleetServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.opentest4j.TestAbortedException;

/** examples/sources/victoriametrics.yml with a real VictoriaMetrics, from history to an anomaly. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VictoriaMetricsIT {
  private static final List<String> HOSTS = List.of("web-1", "db-1", "cache-1");

  private static final Duration LEARNED = Duration.ofHours(12);

  /** Until it scrapes. */
  private static final Duration HEAD_START = Duration.ofSeconds(15);

  private static final String TIMES =
      """
          scoring_interval: 5s
          history: 12h
          threshold: {method: sigma, sigmas: 8}
      """;

  private final Path directory = Tools.workspace(VictoriaMetricsIT.class);
  private final Path config = directory.resolve("anomaly-exporter.yml");
  private final int port = Ports.free();

  @AutoClose private FleetServer fleet;
  @AutoClose private RealVictoriaMetrics source;
  @AutoClose private ExporterProcess exporter;
  private Exporter.Outcome trained;

  @BeforeAll
  void start() throws IOException {
    if (!Files.isExecutable(RealVictoriaMetrics.program())) {
      System.out.println(
          "SKIPPED: examples/sources/victoriametrics.yml, there is no "
              + RealVictoriaMetrics.program());
      throw new TestAbortedException("no VictoriaMetrics");
    }
    SimulatedFleet hosts = History.fleet(HOSTS);
    fleet = Site.serve(hosts);
    ScrapeConfig scrapes = new ScrapeConfig();
    HOSTS.forEach(host -> scrapes.host(fleet, host, Map.of("instance", host + ":9100")));
    source = RealVictoriaMetrics.start(directory, scrapes.exporter(port).toString());
    Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    source.add(hosts, History.SHARED_END.minus(LEARNED), History.SHARED_END, History.COARSE);
    source.add(hosts, History.SHARED_END, now.plus(HEAD_START), History.FINE);
    Example.of("sources/victoriametrics.yml")
        .with("url: http://victoriametrics:8428", "url: " + source.url())
        .with("scrape_interval: 15s", "scrape_interval: 5s")
        .with("query_offset: 15s", "query_offset: 5s")
        .plus(TIMES)
        .writeTo(config);
    await("history and scrapes are there")
        .until(() -> newest("query", "&time=" + seconds(Instant.now())) >= seconds(now));
    trained =
        Exporter.run(
            directory.resolve("train"),
            "train",
            "--config.file=" + config,
            "--storage.path=" + directory.resolve("storage"));
    exporter = ExporterProcess.start(directory, port, Files.readString(config));
  }

  private static long seconds(Instant time) {
    return time.getEpochSecond();
  }

  /** With the parameters that the exporter adds to all its queries. */
  private long newest(String path, String times) throws IOException {
    JsonNode result =
        source.query(
            path,
            "min(timestamp(node_load1{job=\"node\"}))",
            times + "&nocache=1&latency_offset=1ms");
    JsonNode values = result.path(0).path("values");
    JsonNode last =
        path.equals("query") ? result.path(0).path("value") : values.path(values.size() - 1);
    return Math.round(last.path(1).asDouble());
  }

  @Test
  void answers_are_for_the_requested_time() {
    await("scraped for longer than its latency offset")
        .untilAsserted(
            () -> {
              long time = seconds(Instant.now()) - 5;
              assertThat(newest("query", "&time=" + time)).isGreaterThan(time - 15);
              // On no multiple of the step, and more points than it takes for its cache.
              long end = time / 60 * 60 - 60 + 7;
              JsonNode range =
                  source.query(
                      "query_range",
                      "up{instance=\"web-1:9100\"}",
                      "&start=%s&end=%s&step=60&nocache=1&latency_offset=1ms"
                          .formatted(end - 3600, end));
              assertThat(range.at("/0/values/0/0").asLong()).isEqualTo(end - 3600);
              assertThat(
                      newest("query_range", "&start=%s&end=%s&step=5".formatted(time - 60, time)))
                  .isGreaterThan(time - 15);
            });
  }

  @Test
  void check_config_online_finds_every_host_and_feature() {
    Exporter.Outcome outcome =
        Exporter.run(
            directory.resolve("check"), "check-config", "--online", "--config.file=" + config);

    assertThat(outcome.exitCode()).as("%s", outcome).isZero();
    assertThat(outcome.out())
        .contains("Prometheus " + source.url() + ": version ", "instances: 3", "left out now: 0")
        .containsPattern("postgresql_connections +0  \\(optional\\)");
    assertThat(outcome.out().lines().filter(line -> line.contains("missing everywhere"))).isEmpty();
  }

  @Test
  void scores_come_back_under_the_hosts_labels_and_an_incident_is_an_anomaly() throws IOException {
    assertThat(trained.exitCode()).as("%s", trained).isZero();
    assertThat(exporter.log()).noneMatch(line -> line.contains("training "));
    exporter.awaitScores(HOSTS);
    for (String host : HOSTS) {
      assertThat(exporter.state(host + ":9100")).as("state of %s", host).isEqualTo("ok");
      assertThat(exporter.isAnomalous(host + ":9100"))
          .as("whether calm %s is anomalous", host)
          .isFalse();
    }
    await("scores are scraped")
        .untilAsserted(
            () ->
                assertThat(
                        source.query(
                            "query",
                            "anomaly_score{detector=\"node\", job=\"node\"}",
                            "&nocache=1"))
                    .extracting(it -> it.at("/metric/instance").asText())
                    .containsExactlyInAnyOrder("web-1:9100", "db-1:9100", "cache-1:9100"));

    fleet.live().begin(IncidentKind.CPU_HOG, "web-1", null);
    fleet.live().begin(IncidentKind.VANISH, "cache-1", null);

    try {
      exporter.awaitAnomalous("web-1");
      exporter.awaitState("cache-1", "vanished");
    } finally {
      fleet.live().end("web-1");
      fleet.live().end("cache-1");
    }
    exporter.awaitState("cache-1", "ok");
    assertThat(exporter.log()).noneMatch(line -> line.contains("level=ERROR"));
  }

  @Test
  void vmalert_takes_the_rules() {
    Command.run(
        directory,
        Tools.program("victoriametrics", "vmalert").toAbsolutePath().toString(),
        "-dryRun",
        "-rule=" + Tools.shipped("rules") + "/*.yml");
  }
}
