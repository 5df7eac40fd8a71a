package io.github.anomalyexporter.it.support;

import static io.github.anomalyexporter.it.support.Patience.await;

import io.github.anomalyexporter.testing.fleet.SimulatedFleet;
import io.github.anomalyexporter.testing.fleet.SimulatedHost;
import io.github.anomalyexporter.testing.incident.Incident;
import io.github.anomalyexporter.testing.incident.IncidentKind;
import io.github.anomalyexporter.testing.server.FleetServer;
import io.github.anomalyexporter.testing.server.LiveFleet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What an exporter finds where it is installed: hosts, and a Prometheus that scrapes them and has
 * their history. The port of the exporter is known beforehand, so that it is scraped, too.
 */
public final class Site implements AutoCloseable {
  private static final int THREADS = 2;

  private final Path directory;
  private final ScrapeConfig others;
  private final Set<String> replaced;
  private final int exporterPort = Ports.free();
  private final FleetServer fleet;
  private final RealPrometheus prometheus;

  private Site(Builder builder) throws IOException {
    this.directory = builder.directory;
    this.others = builder.others;
    this.replaced = builder.replaced;
    Path data = directory.resolve("data");
    History.link(data);
    History.addRest(builder.fleet, Instant.now().plus(History.HEAD_START), data);
    this.fleet = serve(builder.all());
    this.prometheus = RealPrometheus.start(builder.version, directory, scrapeConfig(it -> it));
  }

  /** A site of the hosts with history, to which more can be added. */
  public static Builder in(Path directory, PrometheusVersion version) {
    return new Builder(directory, version);
  }

  /** A site that is not there yet. */
  public static final class Builder {
    private final Path directory;
    private final PrometheusVersion version;
    private final ScrapeConfig others = new ScrapeConfig();
    private SimulatedFleet fleet = History.fleet(History.HOSTS);
    private List<String> newcomers = List.of();
    private final Set<String> replaced = new HashSet<>();

    private Builder(Path directory, PrometheusVersion version) {
      this.directory = directory;
      this.version = version;
    }

    /** Hosts that Prometheus has never scraped before. */
    public Builder newcomers(String... names) {
      newcomers = List.of(names);
      return this;
    }

    /** An incident that has begun a while ago. */
    public Builder incident(IncidentKind kind, String host, Duration ago) {
      fleet = fleet.with(Incident.of(kind, host, Instant.now().minus(ago)));
      return this;
    }

    /** The page of a host is served by another program. */
    public Builder page(String host, PageServer server) {
      replaced.add(host);
      return target(server.authority(), "/metrics", host + ":9100");
    }

    /** One more target of the job {@code node}. */
    public Builder target(String authority, String metricsPath, String instance) {
      others.target(
          authority, Map.of("job", "node", "__metrics_path__", metricsPath, "instance", instance));
      return this;
    }

    /** Starts the servers of the site and waits until Prometheus is ready. */
    public Site start() throws IOException {
      return new Site(this);
    }

    private SimulatedFleet all() {
      Stream<SimulatedHost> more =
          newcomers.isEmpty() ? Stream.of() : History.fleet(newcomers).hosts().stream();
      return SimulatedFleet.of(Stream.concat(fleet.hosts().stream(), more).toList());
    }
  }

  /** Serves a fleet on a free port. */
  public static FleetServer serve(SimulatedFleet fleet) throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return FleetServer.start(address, fleet, Map.of(), InstantSource.system(), THREADS);
  }

  /**
   * The prometheus.yml of this site.
   *
   * @param instanceOfHost from the name of a host to its label {@code instance}, without the port
   */
  public String scrapeConfig(UnaryOperator<String> instanceOfHost) {
    return hosts(instanceOfHost).exporter(exporterPort) + others.jobs();
  }

  private ScrapeConfig hosts(UnaryOperator<String> instanceOfHost) {
    ScrapeConfig config = new ScrapeConfig();
    for (SimulatedHost host : fleet.live().fleet().hosts()) {
      if (!replaced.contains(host.name())) {
        config.host(
            fleet, host.name(), Map.of("instance", instanceOfHost.apply(host.name()) + ":9100"));
      }
    }
    return config;
  }

  /**
   * Begins an incident and waits until an alert about its host fires: by the shipped rules, ten
   * times as fast, and the exporter scraped as documented.
   */
  public void awaitAlert(IncidentKind kind, String host) {
    Path rules = directory.resolve("rules").toAbsolutePath();
    ShippedRules.writeFasterBy(10, rules);
    prometheus.reload(
        hosts(it -> it).exporterAsDocumented(exporterPort)
            + others.jobs()
            + "rule_files: ['%s/*.yml']%n".formatted(rules));
    fleet.live().begin(kind, host, null);
    String alert =
        "ALERTS{alertname=~\"Instance.*Anomalous\", alertstate=\"firing\", instance=\"%s:9100\"}"
            .formatted(host);
    await("an alert about " + host + " fires").until(() -> !prometheus.query(alert).isEmpty());
  }

  /** The hosts, whose incidents begin and end here. */
  public LiveFleet fleet() {
    return fleet.live();
  }

  /** Where Prometheus looks for the exporter. */
  public int exporterPort() {
    return exporterPort;
  }

  /** The Prometheus that scrapes the hosts. */
  public RealPrometheus prometheus() {
    return prometheus;
  }

  /** A configuration of the exporter for this site. */
  public ExporterConfig exporterConfig() {
    return ExporterConfig.of(prometheus.url());
  }

  /** Starts the exporter of this site; it finds the models of the one before. */
  public ExporterProcess startExporter(ExporterConfig config) {
    return ExporterProcess.start(directory, exporterPort, config);
  }

  /** Starts the exporter of this site with a model that others have trained. */
  public ExporterProcess startExporterWithModel(ExporterConfig config) throws IOException {
    TrainedModel.copyTo(storage());
    return startExporter(config);
  }

  /** The same, and waits until each host with history has a score. */
  public ExporterProcess startScoringExporter(ExporterConfig config) throws IOException {
    ExporterProcess exporter = startExporterWithModel(config);
    exporter.awaitScores(History.HOSTS);
    return exporter;
  }

  /** Where the exporter keeps its models. */
  public Path storage() {
    return directory.resolve("storage");
  }

  @Override
  public void close() {
    prometheus.close();
    fleet.close();
  }
}
