package io.github.anomalyexporter.server.alertmanager;

import io.github.anomalyexporter.core.series.Labels;
import java.util.List;
import java.util.Map;

/**
 * The labels that the alert {@code InstanceAnomalous} of an instance has in Alertmanager: those of
 * its rule, the detector's name, the instance's identity, and what Prometheus adds to every alert.
 */
final class AlertLabels {
  private final Map<String, String> ofDetector;
  private final List<String> identityLabels;
  private final Labels external;

  /**
   * @param external added where an alert has no label of the name, as Prometheus does
   */
  AlertLabels(String detector, List<String> identityLabels, Labels external) {
    this.ofDetector =
        Map.of(
            "alertname", "InstanceAnomalous",
            "severity", "warning",
            "source", "anomaly-exporter",
            "detector", detector);
    this.identityLabels = List.copyOf(identityLabels);
    this.external = external;
  }

  /** Whether the label can differ from one instance to another. */
  boolean isOfInstance(String name) {
    return identityLabels.contains(name) && !ofDetector.containsKey(name);
  }

  /**
   * The value of a label in the alert of an instance; empty where it has none.
   *
   * @param identity of the instance; any for a label that is not of the instance
   */
  String value(String name, Labels identity) {
    String own = isOfInstance(name) ? identity.get(name) : ofDetector.getOrDefault(name, "");
    return own.isEmpty() ? external.get(name) : own;
  }
}
