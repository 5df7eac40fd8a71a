package io.github.anomalyexporter.server.config;

import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.yaml.ProblemKind;
import io.github.anomalyexporter.server.yaml.Section;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Selection of a detector's instances by regular expressions on identity labels, all of which must
 * match. Immutable.
 *
 * @param labels regular expression for the whole value, by label name; empty for all instances
 */
public record InstanceMatcher(Map<String, Pattern> labels) {
  private static final String INSTANCE = "instance";

  public InstanceMatcher {
    labels = Map.copyOf(labels);
  }

  /**
   * Reads the expression for the instance label and, under {@code labels}, for other labels.
   *
   * @param instance the key for the instance label
   * @param identityLabels identity labels of the detector; other labels are reported
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
                    ProblemKind.UNKNOWN_NAME,
                    others.isEmpty()
                        ? "no label, because identity_labels has only " + INSTANCE
                        : "one of identity_labels: " + String.join(", ", others),
                    "'" + label + "'");
              }
              value.pattern().ifPresent(pattern -> labels.put(label, pattern));
            });
    return new InstanceMatcher(labels);
  }

  /** Returns whether the instance with this identity is selected. */
  public boolean matches(Labels identity) {
    try {
      return labels.entrySet().stream()
          .allMatch(label -> label.getValue().matcher(identity.get(label.getKey())).matches());
    } catch (StackOverflowError e) {
      // Java's expressions recurse for each character; real label values are shorter.
      return false;
    }
  }
}
