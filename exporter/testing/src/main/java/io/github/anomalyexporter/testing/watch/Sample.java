package io.github.anomalyexporter.testing.watch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One element of an instant vector.
 *
 * @param labels of the series, with {@code __name__}
 */
record Sample(Map<String, String> labels, double value) {
  private static final String TEXT = "(?:[^\"\\\\]|\\\\.)*";
  private static final Pattern LABEL = Pattern.compile("\"(" + TEXT + ")\":\"(" + TEXT + ")\",?");
  private static final Pattern ELEMENT =
      Pattern.compile(
          "\\{\"metric\":\\{((?:\""
              + TEXT
              + "\":\""
              + TEXT
              + "\",?)*)},"
              + "\"value\":\\[[0-9.e+]+,\"([^\"]+)\"]}");

  Sample {
    labels = Map.copyOf(labels);
  }

  /** The label's value, empty if the series has no such label. */
  String label(String name) {
    return labels.getOrDefault(name, "");
  }

  /**
   * The vector in the answer of {@code /api/v1/query}, as Prometheus writes it: without white
   * space. The JDK has no JSON parser, and this much is all the demo needs. Escapes within label
   * values stay as they are.
   */
  static List<Sample> parse(String json) {
    List<Sample> samples = new ArrayList<>();
    Matcher element = ELEMENT.matcher(json);
    while (element.find()) {
      Map<String, String> labels = new TreeMap<>();
      Matcher label = LABEL.matcher(element.group(1));
      while (label.find()) {
        labels.put(label.group(1), label.group(2));
      }
      samples.add(new Sample(labels, value(element.group(2))));
    }
    return samples;
  }

  private static double value(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }
}
