package io.github.anomalyexporter.benchmarks.sizing;

import io.github.anomalyexporter.it.support.History;
import io.github.anomalyexporter.it.support.PrometheusVersion;
import io.github.anomalyexporter.it.support.RealPrometheus;
import io.github.anomalyexporter.it.support.Site;
import io.github.anomalyexporter.testing.fleet.SimulatedFleet;
import io.github.anomalyexporter.testing.server.FleetServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * A fleet of any size and a real Prometheus that has its history and scrapes it once a minute, the
 * default of Prometheus.
 */
final class SizingSite implements AutoCloseable {
  private static final PrometheusVersion VERSION = PrometheusVersion.THREE;
  private static final Duration INTERVAL = Duration.ofMinutes(1);
  private static final long SEED = 1;

  /** promtool keeps all samples of one call in memory and writes one block for each call. */
  private static final Duration PART = Duration.ofHours(3);

  private final FleetServer fleet;
  private final RealPrometheus prometheus;

  private SizingSite(FleetServer fleet, RealPrometheus prometheus) {
    this.fleet = fleet;
    this.prometheus = prometheus;
  }

  /**
   * Writes the history, which takes some minutes for a thousand hosts and half a day, and starts.
   *
   * @param history length of the history
   */
  static SizingSite start(Path directory, int hosts, Duration history) throws IOException {
    Instant boot = Instant.now().truncatedTo(ChronoUnit.MINUTES).minus(history);
    SimulatedFleet fleet = SimulatedFleet.of(SimulatedFleet.names(hosts), boot, SEED);
    Path data = directory.resolve("data");
    Instant written = write(fleet, boot, Instant.now(), data);
    // The minutes that the first call took.
    write(fleet, written, Instant.now(), data);
    FleetServer server = Site.serve(fleet);
    return new SizingSite(server, RealPrometheus.start(VERSION, directory, config(server)));
  }

  /** Returns the end: the first full minute that is not written. */
  private static Instant write(SimulatedFleet fleet, Instant start, Instant end, Path data) {
    Instant last = end.truncatedTo(ChronoUnit.MINUTES);
    Instant from = start;
    while (from.isBefore(last)) {
      long parts = from.toEpochMilli() / PART.toMillis() + 1;
      Instant partEnd = Instant.ofEpochMilli(parts * PART.toMillis());
      Instant to = partEnd.isBefore(last) ? partEnd : last;
      History.add(fleet, from, to, INTERVAL, Map.of(), data);
      from = to;
    }
    return last;
  }

  private static String config(FleetServer fleet) {
    return """
    global: {scrape_interval: %ss}
    scrape_configs:
      - job_name: node
        http_sd_configs: [{url: '%s/targets'}]
    """
        .formatted(INTERVAL.toSeconds(), fleet.uri());
  }

  /** Returns a configuration of the exporter with only the address of Prometheus. */
  String exporterConfig() {
    return "prometheus: {url: '" + prometheus.url() + "'}\n";
  }

  @Override
  public void close() {
    prometheus.close();
    fleet.close();
  }
}
