package io.github.anomalyexporter.it.support;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** An alert as Prometheus would post it to Alertmanager. Immutable. */
public final class PostedAlert {
  private final Map<String, String> labels;
  private final Map<String, String> annotations;
  private final String generator;

  private PostedAlert(
      Map<String, String> labels, Map<String, String> annotations, String generator) {
    this.labels = Map.copyOf(labels);
    this.annotations = Map.copyOf(annotations);
    this.generator = generator;
  }

  /** An alert of ours without any more labels. */
  public static PostedAlert ours(String alertname, String severity) {
    return new PostedAlert(
        Map.of("alertname", alertname, "severity", severity, "source", "anomaly-exporter"),
        Map.of("summary", alertname + " fires", "runbook_url", runbook(alertname)),
        "http://prometheus.example.org:9090/graph?g0.expr=last_over_time%28a%5B15m%5D%29&g0.tab=1");
  }

  /** An alert of another source. */
  public static PostedAlert others(String alertname) {
    return new PostedAlert(Map.of("alertname", alertname), Map.of(), "");
  }

  /** {@code InstanceAnomalous} as the rules give it, of a host of a detector. */
  public static PostedAlert instanceAnomalous(String detector, String host) {
    return ours("InstanceAnomalous", "warning").of(detector, host);
  }

  private static String runbook(String alertname) {
    return "https://github.com/anomaly-exporter/anomaly-exporter/blob/main/rules/runbook.md#"
        + alertname.toLowerCase(Locale.ROOT);
  }

  /** The same alert about a host. */
  public PostedAlert of(String detector, String host) {
    return label("detector", detector)
        .on(host)
        .annotation("summary", host + ":9100 is anomalous: score 4.2, normal is below 1")
        .annotation("host", host)
        .annotation("identity", "instance=\"%s:9100\",job=\"node\"".formatted(host))
        .annotation("features", "cpu_used 97% (expected 31%)\nload_per_core 3.1 (expected 0.41)");
  }

  /** The same alert with the labels of a host. */
  public PostedAlert on(String host) {
    return label("instance", host + ":9100").label("job", "node");
  }

  /** The same alert with a label. */
  public PostedAlert label(String name, String value) {
    return new PostedAlert(with(labels, name, value), annotations, generator);
  }

  /** The same alert with an annotation. */
  public PostedAlert annotation(String name, String value) {
    return new PostedAlert(labels, with(annotations, name, value), generator);
  }

  /** The same alert whose graph is there. */
  public PostedAlert generatedBy(String url) {
    return new PostedAlert(labels, annotations, url);
  }

  private static Map<String, String> with(Map<String, String> map, String name, String value) {
    Map<String, String> copy = new HashMap<>(map);
    copy.put(name, value);
    return copy;
  }

  /** Its labels, the name of the alert among them. */
  public Map<String, String> labels() {
    return labels;
  }

  /** What Alertmanager's API takes, of an alert that fires. */
  public Map<String, Object> firing() {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("labels", labels);
    json.put("annotations", annotations);
    json.put("generatorURL", generator);
    return json;
  }

  /** What Alertmanager's API takes, of an alert that has ended. */
  public Map<String, Object> resolved(Instant end) {
    Map<String, Object> json = firing();
    json.put("endsAt", end.toString());
    return json;
  }

  @Override
  public String toString() {
    return labels.toString();
  }
}
