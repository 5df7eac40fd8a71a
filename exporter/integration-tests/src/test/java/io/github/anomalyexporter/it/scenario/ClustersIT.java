package io.github.anomalyexporter.it.scenario;

import static io.github.anomalyexporter.it.support.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.it.support.ExporterConfig;
import io.github.anomalyexporter.it.support.ExporterProcess;
import io.github.anomalyexporter.it.support.History;
import io.github.anomalyexporter.it.support.Instance;
import io.github.anomalyexporter.it.support.PageServer;
import io.github.anomalyexporter.it.support.Ports;
import io.github.anomalyexporter.it.support.PrometheusVersion;
import io.github.anomalyexporter.it.support.RealPrometheus;
import io.github.anomalyexporter.it.support.ScrapeConfig;
import io.github.anomalyexporter.it.support.Site;
import io.github.anomalyexporter.it.support.Tools;
import io.github.anomalyexporter.testing.fleet.SimulatedFleet;
import io.github.anomalyexporter.testing.server.FleetServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * One Prometheus with two clusters whose hosts have the same names, and a postgres_exporter beside
 * the node_exporter of each database.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClustersIT {
  private static final List<String> HOSTS = List.of("web-1", "db-1");

  private final Path directory = Tools.workspace(ClustersIT.class);
  private final int port = Ports.free();

  @AutoClose private FleetServer east;
  @AutoClose private FleetServer west;
  @AutoClose private PageServer postgresEast;
  @AutoClose private PageServer postgresWest;
  @AutoClose private RealPrometheus prometheus;
  @AutoClose private ExporterProcess exporter;

  @BeforeAll
  void start() throws IOException {
    PrometheusVersion version = PrometheusVersion.THREE;
    Instant now = Instant.now();
    SimulatedFleet eastern = History.fleet(HOSTS, 11);
    SimulatedFleet western = History.fleet(HOSTS, 12);
    Instant start = now.minus(Duration.ofHours(3));
    Path data = directory.resolve("data");
    Instant end = now.plus(History.HEAD_START);
    History.add(eastern, start, end, History.FINE, Map.of("cluster", "east"), data);
    History.add(western, start, end, History.FINE, Map.of("cluster", "west"), data);
    east = Site.serve(eastern);
    west = Site.serve(western);
    postgresEast = postgres(17, 3);
    postgresWest = postgres(40, 2);
    ScrapeConfig config = new ScrapeConfig();
    cluster(config, "east", east, postgresEast);
    cluster(config, "west", west, postgresWest);
    prometheus = RealPrometheus.start(version, directory, config.exporter(port).toString());
    exporter =
        ExporterProcess.start(
            directory,
            port,
            ExporterConfig.of(prometheus.url())
                .with("identity_labels", "[instance, job, cluster]")
                .toString());
  }

  private static void cluster(
      ScrapeConfig config, String name, FleetServer fleet, PageServer postgres) {
    for (String host : HOSTS) {
      config.host(fleet, host, Map.of("instance", host + ":9100", "cluster", name));
    }
    config.target(
        postgres.authority(), Map.of("job", "postgres", "instance", "db-1:9187", "cluster", name));
  }

  /** Metrics of a postgres_exporter on the connections to two databases. */
  private static PageServer postgres(int shop, int accounts) throws IOException {
    String page =
        """
        # HELP pg_up Whether the last scrape of metrics from PostgreSQL was able to connect.
        # TYPE pg_up gauge
        pg_up 1
        # HELP pg_stat_database_numbackends Number of backends currently connected to this database.
        # TYPE pg_stat_database_numbackends gauge
        pg_stat_database_numbackends{datid="1",datname="shop"} %s
        pg_stat_database_numbackends{datid="2",datname="accounts"} %s
        """
            .formatted(shop, accounts);
    return PageServer.start(() -> page.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void hosts_of_the_same_name_in_two_clusters_have_a_score_each() {
    await("scores in Prometheus")
        .untilAsserted(
            () ->
                assertThat(prometheus.query("anomaly_score{job=\"node\"}"))
                    .extracting(it -> it.label("instance") + " " + it.label("cluster"))
                    .containsExactlyInAnyOrder(
                        "web-1:9100 east", "db-1:9100 east", "web-1:9100 west", "db-1:9100 west"));
    assertThat(exporter.log()).noneMatch(line -> line.contains("level=WARN"));
  }

  @Test
  void connections_of_a_postgres_exporter_are_a_feature_of_its_node() {
    await("connections")
        .untilAsserted(
            () -> {
              assertThat(connections("db-1:9100", "east")).isCloseTo(20, Offset.offset(0.01));
              assertThat(connections("db-1:9100", "west")).isCloseTo(42, Offset.offset(0.01));
              assertThat(connections("web-1:9100", "east")).isNaN();
              assertThat(connections("web-1:9100", "west")).isNaN();
            });
  }

  private double connections(String instance, String cluster) throws IOException {
    Instance found =
        exporter.instances().stream()
            .filter(it -> it.label("instance").equals(instance))
            .filter(it -> it.label("cluster").equals(cluster))
            .findFirst()
            .orElseThrow();
    return found.actual().getOrDefault("postgresql_connections", Double.NaN);
  }
}
