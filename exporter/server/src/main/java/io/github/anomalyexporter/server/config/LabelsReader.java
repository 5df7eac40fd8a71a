package io.github.anomalyexporter.server.config;

import io.github.anomalyexporter.server.config.DetectorConfig.Source;
import io.github.anomalyexporter.server.yaml.LabelName;
import io.github.anomalyexporter.server.yaml.ProblemKind;
import io.github.anomalyexporter.server.yaml.Section;
import io.github.anomalyexporter.server.yaml.Value;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the labels of a detector. */
final class LabelsReader {
  /** Labels that the exporter adds to the identity labels. */
  private static final Set<String> RESERVED_LABELS =
      Set.of("__name__", "detector", "feature", "unit", "state", "reason");

  private static final int MOST_IDENTITY_LABELS = 16;

  private final Section section;

  LabelsReader(Section section) {
    this.section = section;
  }

  /** Returns the labels that identify an instance. */
  List<String> identityLabels() {
    Value value = section.value("identity_labels");
    if (value.isEmpty()) {
      return Source.DEFAULT_IDENTITY_LABELS;
    }
    List<String> labels = labels(value);
    if (value.isList() && !labels.contains("instance")) {
      value.problem(
          ProblemKind.MISSING,
          "a list of labels that includes instance",
          labels.isEmpty() ? "none" : String.join(", ", labels));
    }
    return labels;
  }

  /** Returns the labels that distinguish replicas of a series. */
  List<String> replicaLabels(List<String> identityLabels) {
    Value value = section.value("replica_labels");
    List<String> labels = labels(value);
    if (labels.stream().anyMatch(identityLabels::contains)) {
      value.problem(
          ProblemKind.CONFLICT,
          "labels that are not in identity_labels",
          String.join(", ", labels));
    }
    return labels;
  }

  private static List<String> labels(Value value) {
    List<String> labels = new ArrayList<>();
    Set<String> shown = new HashSet<>();
    for (Value item : value.items()) {
      Optional<String> label = item.labelName();
      if (label.map(LabelName::underscored).filter(LabelsReader::isReserved).isPresent()) {
        item.problem("a label that the exporter's own metrics do not use");
      } else if (label.map(LabelName::underscored).filter(shown::contains).isPresent()) {
        // Includes labels with equal names for older scrapers: my.label and my_label.
        item.problem(ProblemKind.DUPLICATE, "each label once");
      } else {
        label.map(LabelName::underscored).ifPresent(shown::add);
        label.ifPresent(labels::add);
      }
    }
    if (labels.size() > MOST_IDENTITY_LABELS) {
      value.problem(
          ProblemKind.OUT_OF_RANGE,
          "at most %s labels".formatted(MOST_IDENTITY_LABELS),
          String.valueOf(labels.size()));
    }
    return labels;
  }

  /** Names that begin with two underscores are reserved by Prometheus. */
  private static boolean isReserved(String label) {
    return label.startsWith("__") || RESERVED_LABELS.contains(label);
  }
}
