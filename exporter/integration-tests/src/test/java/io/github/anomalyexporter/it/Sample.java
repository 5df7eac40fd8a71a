package io.github.anomalyexporter.it;

import java.util.Map;

/**
 * One series and its value.
 *
 * @param labels without the name
 */
record Sample(String name, Map<String, String> labels, double value) {
  Sample {
    labels = Map.copyOf(labels);
  }

  /** The value of a label, empty without one, as in Prometheus. */
  String label(String label) {
    return labels.getOrDefault(label, "");
  }

  boolean matches(String wantedName, Map<String, String> wantedLabels) {
    return name.equals(wantedName) && labels.entrySet().containsAll(wantedLabels.entrySet());
  }
}
