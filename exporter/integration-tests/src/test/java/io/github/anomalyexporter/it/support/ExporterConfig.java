package io.github.anomalyexporter.it.support;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** An anomaly-exporter.yml with one detector and times that suit a test. Immutable. */
public final class ExporterConfig {
  private final URI prometheus;
  private final String timeout;
  private final String alertmanager;
  private final Map<String, String> detector;

  private ExporterConfig(
      URI prometheus, String timeout, String alertmanager, Map<String, String> detector) {
    this.prometheus = prometheus;
    this.timeout = timeout;
    this.alertmanager = alertmanager;
    this.detector = detector;
  }

  /** A configuration of the detector {@code node} for this Prometheus. */
  public static ExporterConfig of(URI prometheus) {
    Map<String, String> detector = new LinkedHashMap<>();
    detector.put("name", "node");
    detector.put("selector", "'job=\"node\"'");
    detector.put("scoring_interval", "5s");
    detector.put("query_offset", "2s");
    detector.put("scrape_interval", "10s");
    detector.put("history", "2d");
    detector.put("min_history", "2h");
    detector.put("model", "{epochs: 40}");
    // Wide: a false alarm, rare as it may be, must not fail a test that looks all the time.
    detector.put("threshold", "{method: sigma, sigmas: 8}");
    // Long: a busy machine is no outage.
    return new ExporterConfig(prometheus, "1m", "", detector);
  }

  /** The same with a key of the detector set to a value, in YAML's flow style. */
  public ExporterConfig with(String key, String value) {
    Map<String, String> copy = new LinkedHashMap<>(detector);
    copy.put(key, value);
    return new ExporterConfig(prometheus, timeout, alertmanager, copy);
  }

  /** The same that waits so long for an answer of Prometheus. */
  public ExporterConfig withTimeout(String newTimeout) {
    return new ExporterConfig(prometheus, newTimeout, alertmanager, detector);
  }

  /** The same that reads silences every second and does not wait for them long. */
  public ExporterConfig withAlertmanager(URI url) {
    String section =
        "alertmanager: {url: '%s', refresh_interval: 1s, timeout: 1s, retries: 0}%n".formatted(url);
    return new ExporterConfig(prometheus, timeout, section, detector);
  }

  /** The same with links of the page to these servers. */
  public ExporterConfig withLinks(URI prometheusPage, URI grafana, URI alertmanagerPage) {
    String section =
        "links: {prometheus: '%s', grafana: '%s', alertmanager: '%s'}%n"
            .formatted(prometheusPage, grafana, alertmanagerPage);
    return new ExporterConfig(prometheus, timeout, alertmanager + section, detector);
  }

  /** The same with one more detector, of another name and selector. */
  public String withDetector(String name, String selector) {
    String second = with("name", name).with("selector", selector).detectorYaml();
    return this + second;
  }

  @Override
  public String toString() {
    String head =
        """
        prometheus:
          url: %s
          timeout: %s
          retries: 1
        detectors:
        """;
    return alertmanager + head.formatted(prometheus, timeout) + detectorYaml();
  }

  private String detectorYaml() {
    String keys =
        detector.entrySet().stream()
            .map(key -> key.getKey() + ": " + key.getValue())
            .collect(Collectors.joining("\n    "));
    return "  - " + keys + "\n";
  }
}
