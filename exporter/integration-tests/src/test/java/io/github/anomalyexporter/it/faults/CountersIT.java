package io.github.anomalyexporter.it.faults;

import static io.github.anomalyexporter.it.support.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.it.support.ExporterProcess;
import io.github.anomalyexporter.it.support.History;
import io.github.anomalyexporter.it.support.Instance;
import io.github.anomalyexporter.it.support.PageServer;
import io.github.anomalyexporter.it.support.PrometheusVersion;
import io.github.anomalyexporter.it.support.Site;
import io.github.anomalyexporter.it.support.Tools;
import io.github.anomalyexporter.testing.exposition.NodeExporterPage;
import io.github.anomalyexporter.testing.fleet.SimulatedHost;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Counters that begin at 0 again, and one that stands still. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CountersIT {
  private static final Duration CELL = Duration.ofSeconds(15);

  /** Rate window, query offset and two scoring intervals: what a reset could show in. */
  private static final Duration LOOK = Duration.ofSeconds(40 + 2 + 2 * 5);

  private final SimulatedHost web = History.host("web-1");
  private final SimulatedHost cache = History.host("cache-1");
  private volatile Instant reboot = Instant.MAX;
  private volatile @Nullable Instant unplugged;

  @AutoClose private PageServer rebootingPage;
  @AutoClose private PageServer unpluggedPage;
  @AutoClose private Site site;
  @AutoClose private ExporterProcess exporter;

  @BeforeAll
  void start() throws IOException {
    rebootingPage = PageServer.start(this::rebootingPage);
    unpluggedPage = PageServer.start(this::unpluggedPage);
    site =
        Site.in(Tools.workspace(CountersIT.class), PrometheusVersion.THREE)
            .page("web-1", rebootingPage)
            .page("cache-1", unpluggedPage)
            .start();
    exporter = site.startScoringExporter(site.exporterConfig());
    // A rate over a window that scrapes cover in part is too low: not what this is about.
    await("a rate window of scrapes")
        .until(
            () ->
                site.prometheus()
                        .query("count_over_time(up{job=\"node\"}[40s] offset 2s) >= 8")
                        .size()
                    >= History.HOSTS.size());
    exporter.awaitInstance("web-1", "is not anomalous", it -> !it.isAnomalous());
  }

  @Test
  void a_reset_of_all_counters_does_not_make_a_host_anomalous() throws IOException {
    long cells = Duration.between(History.BOOT, Instant.now()).dividedBy(CELL) + 1;
    reboot = History.BOOT.plus(CELL.multipliedBy(cells));
    await("Prometheus has seen it")
        .until(
            () ->
                !site.prometheus()
                    .query("resets(node_context_switches_total{instance=\"web-1:9100\"}[2m]) > 0")
                    .isEmpty());
    Instant seen = Instant.now();
    double[] highest = {0};
    await("the reset has left the windows of scoring")
        .until(
            () -> {
              Instance instance = exporter.instance("web-1:9100").orElseThrow();
              assertThat(instance.state()).isEqualTo("ok");
              assertThat(instance.score()).as("%s", instance).isBetween(0.0, 1.0);
              highest[0] = Math.max(highest[0], instance.score());
              return Duration.between(seen, Instant.now()).compareTo(LOOK) > 0;
            });
    System.out.printf("highest score after a reset of all counters: %.2f%n", highest[0]);
  }

  @Test
  void a_feature_that_drops_to_zero_is_scored_as_zero() {
    unplugged = Instant.now();
    await("nothing received")
        .untilAsserted(
            () -> {
              Instance instance = exporter.instance("cache-1:9100").orElseThrow();
              assertThat(instance.actual()).containsEntry("network_received", 0.0);
              assertThat(instance.state()).isEqualTo("ok");
              assertThat(instance.hasScore()).isTrue();
            });
  }

  /** The page of web-1; from its reboot on it does what it would have done, counted from 0. */
  private byte[] rebootingPage() {
    Instant now = Instant.now();
    boolean rebooted = !now.isBefore(reboot);
    return NodeExporterPage.render(rebooted ? History.rebooted(web, reboot).at(now) : web.at(now));
  }

  /** The page of cache-1; once its cable is out, its interfaces count no further. */
  private byte[] unpluggedPage() {
    String page = page(cache, Instant.now());
    Instant since = unplugged;
    if (since != null) {
      Map<String, String> frozen = new HashMap<>();
      page(cache, since)
          .lines()
          .filter(line -> line.startsWith("node_network_"))
          .forEach(line -> frozen.put(series(line), line));
      page =
          page.lines()
              .map(line -> frozen.getOrDefault(series(line), line))
              .collect(Collectors.joining("\n", "", "\n"));
    }
    return page.getBytes(StandardCharsets.UTF_8);
  }

  private static String page(SimulatedHost host, Instant time) {
    return new String(NodeExporterPage.render(host.at(time)), StandardCharsets.UTF_8);
  }

  private static String series(String line) {
    return line.substring(0, Math.max(0, line.lastIndexOf(' ')));
  }
}
