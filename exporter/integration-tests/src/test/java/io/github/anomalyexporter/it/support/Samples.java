package io.github.anomalyexporter.it.support;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What one look at {@code /metrics} shows. */
public final class Samples {
  private static final Pattern LINE = Pattern.compile("(\\w+)(?:\\{(.*)})? (\\S+)");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\",?");

  private final List<Sample> all;

  private Samples(List<Sample> all) {
    this.all = List.copyOf(all);
  }

  /** Reads the Prometheus text format. */
  public static Samples parse(String text) {
    List<Sample> samples = new ArrayList<>();
    for (String line : text.lines().filter(it -> !it.isEmpty() && !it.startsWith("#")).toList()) {
      Matcher matcher = LINE.matcher(line);
      if (!matcher.matches()) {
        throw new IllegalArgumentException("not a sample: " + line);
      }
      Map<String, String> labels = new HashMap<>();
      if (matcher.group(2) != null) {
        LABEL
            .matcher(matcher.group(2))
            .results()
            .forEach(it -> labels.put(it.group(1), it.group(2)));
      }
      samples.add(new Sample(matcher.group(1), labels, value(matcher.group(3))));
    }
    return new Samples(samples);
  }

  private static double value(String text) {
    return switch (text) {
      case "+Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> Double.parseDouble(text);
    };
  }

  /** All series. */
  public List<Sample> all() {
    return all;
  }

  /** All series of this name with at least these labels. */
  public List<Sample> all(String name, Map<String, String> labels) {
    return all.stream().filter(sample -> sample.matches(name, labels)).toList();
  }

  /** The value of the one such series; empty if there is none. */
  public OptionalDouble find(String name, Map<String, String> labels) {
    List<Sample> found = all(name, labels);
    if (found.size() > 1) {
      throw new AssertionError("more than one series: " + found);
    }
    return found.stream().mapToDouble(Sample::value).findFirst();
  }

  /** The sum over all such series; 0 without any. */
  public double sum(String name, Map<String, String> labels) {
    return all(name, labels).stream().mapToDouble(Sample::value).sum();
  }
}
