package io.github.anomalyexporter.server.alertmanager;

import io.github.anomalyexporter.core.series.Labels;
import java.util.List;
import java.util.Map;

/**
 * Labels of the alert {@code InstanceAnomalous} of an instance in Alertmanager: the labels of its
 * rule, the detector's name, the instance's identity, and the external labels of Prometheus.
 */
final class AlertLabels {
  private static final String SOURCE = "source";
  private static final String EXPORTER = "anomaly-exporter";

  /** Matches the alerts of the shipped rules, and no others. */
  static final LabelMatcher OF_EXPORTER = new LabelMatcher(SOURCE, EXPORTER, false, true);

  private final Map<String, String> ofDetector;
  private final List<String> identityLabels;
  private final Labels external;

  /**
   * @param external external labels, added unless the alert has a label of the same name, as in
   *     Prometheus
   */
  AlertLabels(String detector, List<String> identityLabels, Labels external) {
    this.ofDetector =
        Map.of(
            "alertname",
            "InstanceAnomalous",
            "severity",
            "warning",
            SOURCE,
            EXPORTER,
            "detector",
            detector);
    this.identityLabels = List.copyOf(identityLabels);
    this.external = external;
  }

  /** Returns whether the label can differ between instances. */
  boolean isOfInstance(String name) {
    return identityLabels.contains(name) && !ofDetector.containsKey(name);
  }

  /**
   * Returns the value of a label in the alert of an instance; empty if absent.
   *
   * @param identity identity of the instance; arbitrary for labels that do not depend on the
   *     instance
   */
  String value(String name, Labels identity) {
    String own = isOfInstance(name) ? identity.get(name) : ofDetector.getOrDefault(name, "");
    return own.isEmpty() ? external.get(name) : own;
  }
}
