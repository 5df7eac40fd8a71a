package io.github.anomalyexporter.testing.exposition;

import static java.util.stream.Collectors.joining;

import java.util.Map;

/** Labels in the syntax of the text formats. */
final class LabelText {
  private LabelText() {}

  /** The labels in the order of the map, without braces. */
  static String of(Map<String, String> labels) {
    return labels.entrySet().stream()
        .map(label -> label.getKey() + "=\"" + escaped(label.getValue()) + "\"")
        .collect(joining(","));
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }
}
