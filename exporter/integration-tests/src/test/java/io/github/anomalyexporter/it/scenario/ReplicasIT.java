package io.github.anomalyexporter.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.it.support.History;
import io.github.anomalyexporter.it.support.PrometheusVersion;
import io.github.anomalyexporter.it.support.RealPrometheus;
import io.github.anomalyexporter.it.support.ScrapeConfig;
import io.github.anomalyexporter.it.support.Tools;
import io.github.anomalyexporter.server.app.OnlineCheck;
import io.github.anomalyexporter.server.config.ConfigFile;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.config.PrometheusConfig;
import io.github.anomalyexporter.server.discovery.AmbiguousInstances;
import io.github.anomalyexporter.server.discovery.DetectorQueries;
import io.github.anomalyexporter.server.discovery.Discovery;
import io.github.anomalyexporter.server.http.RequestObserver;
import io.github.anomalyexporter.server.ingest.HistoryIngest;
import io.github.anomalyexporter.server.prometheus.PrometheusClient;
import io.github.anomalyexporter.server.yaml.ConfigException;
import io.github.anomalyexporter.testing.exposition.Backfill;
import io.github.anomalyexporter.testing.fleet.SimulatedFleet;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * A store that has the series of two Prometheus servers with the same targets and does not
 * deduplicate them, and of agents that all have the same {@code instance}. Its times are in the
 * past and nothing is scraped.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReplicasIT {
  private static final PrometheusVersion VERSION = PrometheusVersion.THREE;
  private static final List<String> HOSTS = List.of("web-1", "db-1");
  private static final Duration SCRAPES = Duration.ofSeconds(15);

  /** The replica that is first by its label leaves here. */
  private static final Instant LEAVES = History.BOOT.plus(Duration.ofMinutes(40));

  private static final Instant START = History.BOOT.plus(Duration.ofMinutes(10));
  private static final Instant END = History.BOOT.plus(Duration.ofMinutes(70));

  /** For so long Prometheus still shows the last sample of a series that just breaks off. */
  private static final Duration LOOKBACK = Duration.ofMinutes(5);

  private final Path directory = Tools.workspace(ReplicasIT.class);

  @AutoClose private RealPrometheus prometheus;
  @AutoClose private PrometheusClient client;

  @BeforeAll
  void start() throws IOException {
    Path data = directory.resolve("data");
    SimulatedFleet fleet = History.fleet(HOSTS);
    Map<String, String> first = Map.of("prometheus_replica", "r0");
    Map<String, String> second = Map.of("prometheus_replica", "r1");
    History.add(fleet, START, LEAVES, SCRAPES, first, data);
    // Each scrapes in its own time.
    History.add(fleet, START.plusSeconds(7), END, SCRAPES, second, data);
    History.add(agents(fleet), data);
    prometheus = RealPrometheus.start(VERSION, directory, new ScrapeConfig().toString());
    client =
        new PrometheusClient(
            PrometheusConfig.defaults(prometheus.url()),
            RequestObserver.NONE,
            new Random(1),
            pause -> {});
  }

  private static String agents(SimulatedFleet fleet) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new Backfill(fleet, START, LEAVES, SCRAPES, "agents", Map.of()).writeTo(out);
    return out.toString(StandardCharsets.UTF_8)
        .replaceAll(
            "instance=\"([a-z0-9-]+):9100\"", "instance=\"localhost:9100\",agent_hostname=\"$1\"");
  }

  private static DetectorConfig detector(String more) throws ConfigException {
    String yaml = "detectors: [{scrape_interval: 15s, history: 4h, min_history: 2h, " + more + "}]";
    return ConfigFile.parse("test.yml", yaml).detectors().get(0);
  }

  private Frame history(String more, Instant from, Instant to)
      throws ConfigException, InterruptedException {
    DetectorConfig detector = detector(more);
    DetectorQueries queries = DetectorQueries.of(detector, Duration.ofMinutes(1));
    List<Labels> instances = new Discovery(client, detector).instances(queries, from);
    return new HistoryIngest(client, detector.features(), detector.source().identityLabels())
        .history(queries, instances, instances.size(), to, Duration.between(from, to));
  }

  private static void assertSame(Frame frame, Frame expected) {
    assertThat(frame.instances()).hasSize(HOSTS.size()).isEqualTo(expected.instances());
    for (int i = 0; i < HOSTS.size(); i++) {
      assertThat(frame.cells(i)).containsExactly(expected.cells(i));
    }
    assertThat(frame.presentCells()).isGreaterThan(100);
  }

  @Test
  void a_pair_gives_what_one_of_them_gives() throws ConfigException, InterruptedException {
    Instant from = START.plus(LOOKBACK);
    Instant to = LEAVES.minus(SCRAPES);

    Frame pair = history("selector: job=\"node\", replica_labels: [prometheus_replica]", from, to);

    assertSame(pair, history("selector: 'job=\"node\", prometheus_replica=\"r0\"'", from, to));
  }

  @Test
  void a_replica_that_leaves_changes_nothing() throws ConfigException, InterruptedException {
    Instant from = LEAVES.plus(LOOKBACK).plus(Duration.ofMinutes(5));

    Frame left = history("selector: job=\"node\", replica_labels: [prometheus_replica]", from, END);

    assertSame(left, history("selector: 'job=\"node\", prometheus_replica=\"r1\"'", from, END));
    Frame across =
        history(
            "selector: job=\"node\", replica_labels: [prometheus_replica]",
            START.plus(LOOKBACK),
            END);
    assertThat(across.presentCells())
        .as("no value is missing while the other takes over")
        .isEqualTo(present(across));
  }

  /** As many as there would be if each row had the features of the last one. */
  private static long present(Frame frame) {
    int columns = frame.columns().size();
    long last = 0;
    for (int i = 0; i < frame.instances().size(); i++) {
      float[] cells = frame.cells(i);
      for (int cell = cells.length - columns; cell < cells.length; cell++) {
        last += Float.isNaN(cells[cell]) ? 0 : 1;
      }
    }
    return last * frame.rows();
  }

  @Test
  void the_check_names_the_label_that_distinguishes_replicas()
      throws ConfigException, InterruptedException {
    AmbiguousInstances found = ambiguous("selector: job=\"node\"");

    assertThat(found.instances()).hasSize(HOSTS.size());
    assertThat(found.labels()).containsExactly("prometheus_replica");
    assertThat(found.sameHost()).isTrue();
    assertThat(
            ambiguous("selector: job=\"node\", replica_labels: [prometheus_replica]").instances())
        .isEmpty();
  }

  @Test
  void the_check_names_the_label_of_agents_that_share_an_instance()
      throws ConfigException, InterruptedException {
    AmbiguousInstances found = ambiguous("selector: job=\"agents\"");

    assertThat(found.instances()).hasSize(1);
    assertThat(found.labels()).containsExactly("agent_hostname");
    assertThat(found.sameHost()).isFalse();
    assertThat(
            ambiguous("selector: job=\"agents\", identity_labels: [instance, job, agent_hostname]")
                .instances())
        .isEmpty();
  }

  private AmbiguousInstances ambiguous(String more) throws ConfigException, InterruptedException {
    DetectorConfig detector = detector(more);
    Instant now = LEAVES.minus(SCRAPES).plus(detector.timing().queryOffset());
    return new OnlineCheck(client, InstantSource.fixed(now)).check(detector).ambiguous();
  }
}
