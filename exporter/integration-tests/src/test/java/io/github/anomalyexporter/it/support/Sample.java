package io.github.anomalyexporter.it.support;

import java.util.Map;

/**
 * One series and its value.
 *
 * @param labels without the name
 */
public record Sample(String name, Map<String, String> labels, double value) {
  public Sample {
    labels = Map.copyOf(labels);
  }

  /** A host of the detector and the job {@code node} whose alerts are suppressed. */
  public static Sample suppressed(String instance, String reason) {
    return new Sample(
        "anomaly_instance_suppressed",
        Map.of("detector", "node", "instance", instance, "job", "node", "reason", reason),
        1);
  }

  /** The value of a label, empty without one, as in Prometheus. */
  public String label(String label) {
    return labels.getOrDefault(label, "");
  }

  /** Whether it has this name, and at least these labels. */
  public boolean matches(String wantedName, Map<String, String> wantedLabels) {
    return name.equals(wantedName) && labels.entrySet().containsAll(wantedLabels.entrySet());
  }
}
