package io.github.anomalyexporter.server.config;

import io.github.anomalyexporter.core.series.Labels;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Which instances of a detector a part of its configuration concerns: those of which each of these
 * identity labels matches. Immutable.
 *
 * @param labels by name of a label what its whole value matches; empty for all instances
 */
public record InstanceMatcher(Map<String, Pattern> labels) {
  private static final String INSTANCE = "instance";

  public InstanceMatcher {
    labels = Map.copyOf(labels);
  }

  /**
   * Reads what is said of the instance label and, under {@code labels}, of the others.
   *
   * @param instance the key for the instance label
   * @param identityLabels of the detector; another label is a problem
   */
  static InstanceMatcher read(Section section, String instance, List<String> identityLabels) {
    Map<String, Pattern> labels = new LinkedHashMap<>();
    section.value(instance).pattern().ifPresent(pattern -> labels.put(INSTANCE, pattern));
    List<String> others = identityLabels.stream().filter(it -> !it.equals(INSTANCE)).toList();
    section
        .value("labels")
        .map()
        .forEach(
            (label, value) -> {
              if (!others.contains(label)) {
                value.problem(
                    others.isEmpty()
                        ? "no label, since identity_labels has only " + INSTANCE
                        : "one of identity_labels: " + String.join(", ", others),
                    "'" + label + "'");
              }
              value.pattern().ifPresent(pattern -> labels.put(label, pattern));
            });
    return new InstanceMatcher(labels);
  }

  /** Whether it concerns the instance with this identity. */
  public boolean matches(Labels identity) {
    try {
      return labels.entrySet().stream()
          .allMatch(label -> label.getValue().matcher(identity.get(label.getKey())).matches());
    } catch (StackOverflowError e) {
      // Java's expressions recurse once for each character; no real label value is that long.
      return false;
    }
  }
}
