package io.github.anomalyexporter.it;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/** An anomaly-exporter.yml with one detector and times that suit a test. Immutable. */
final class ExporterConfig {
  private final URI prometheus;
  private final Map<String, String> detector;

  private ExporterConfig(URI prometheus, Map<String, String> detector) {
    this.prometheus = prometheus;
    this.detector = detector;
  }

  static ExporterConfig of(URI prometheus) {
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
    return new ExporterConfig(prometheus, detector);
  }

  /** The same with a key of the detector set to a value, in YAML's flow style. */
  ExporterConfig with(String key, String value) {
    Map<String, String> copy = new LinkedHashMap<>(detector);
    copy.put(key, value);
    return new ExporterConfig(prometheus, copy);
  }

  @Override
  public String toString() {
    StringBuilder yaml =
        new StringBuilder(
            """
            prometheus:
              url: %s
              timeout: 3s
              retries: 1
            detectors:
            """
                .formatted(prometheus));
    String indent = "  - ";
    for (Map.Entry<String, String> key : detector.entrySet()) {
      yaml.append(indent).append(key.getKey()).append(": ").append(key.getValue()).append('\n');
      indent = "    ";
    }
    return yaml.toString();
  }
}
