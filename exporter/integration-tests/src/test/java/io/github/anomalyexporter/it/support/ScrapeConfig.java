package io.github.anomalyexporter.it.support;

import io.github.anomalyexporter.testing.server.FleetServer;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A prometheus.yml while it is written. */
public final class ScrapeConfig {
  private static final String GLOBAL =
      """
      global:
        scrape_interval: 5s
        scrape_timeout: 4s
      scrape_configs:
      """;

  private final StringBuilder jobs = new StringBuilder();

  /**
   * Adds a target.
   *
   * @param authority host and port
   * @param labels of the target
   */
  public ScrapeConfig target(String authority, Map<String, String> labels) {
    return job("target-" + Integer.toHexString(labels.hashCode()), "", authority, labels);
  }

  /** Adds a simulated host, of the job {@code node} unless the labels have another job. */
  public ScrapeConfig host(FleetServer fleet, String name, Map<String, String> labels) {
    Map<String, String> all = new HashMap<>(Map.of("job", "node"));
    all.put("__metrics_path__", "/hosts/" + name + "/metrics");
    all.putAll(labels);
    return target(fleet.uri().getAuthority(), all);
  }

  /**
   * Adds the exporter twice: as documented, so that its series keep the {@code instance} and {@code
   * job} of the hosts, and without {@code honor_labels}.
   */
  public ScrapeConfig exporter(int port) {
    return exporterAsDocumented(port)
        .job("without-honor-labels", "", "127.0.0.1:" + port, Map.of());
  }

  /** Adds the exporter with {@code honor_labels}. */
  public ScrapeConfig exporterAsDocumented(int port) {
    return job("anomaly-exporter", "honor_labels: true", "127.0.0.1:" + port, Map.of());
  }

  private ScrapeConfig job(
      String name, String option, String authority, Map<String, String> labels) {
    String text =
        labels.entrySet().stream()
            .map(label -> "'%s': '%s'".formatted(label.getKey(), label.getValue()))
            .collect(Collectors.joining(", "));
    jobs.append(
        """
          - job_name: '%s'
            %s
            static_configs: [{targets: ['%s'], labels: {%s}}]
        """
            .formatted(name, option, authority, text));
    return this;
  }

  @Override
  public String toString() {
    return GLOBAL + jobs;
  }

  /** What this adds to another one. */
  public String jobs() {
    return jobs.toString();
  }
}
