package io.github.anomalyexporter.core.series;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The labels of one series or the identity of one instance: immutable, sorted by name, without
 * empty values (to Prometheus an empty value and an absent label are the same).
 */
public final class Labels implements Comparable<Labels> {
  public static final Labels EMPTY = new Labels(new TreeMap<>());

  private final SortedMap<String, String> values;

  /** Names and values alternating, to compare: a fleet is sorted and looked up in each run. */
  private final String[] pairs;

  private final int hash;

  private Labels(SortedMap<String, String> values) {
    this.values = Collections.unmodifiableSortedMap(values);
    this.pairs =
        values.entrySet().stream()
            .flatMap(label -> Stream.of(label.getKey(), label.getValue()))
            .toArray(String[]::new);
    this.hash = values.hashCode();
  }

  /** Returns labels of alternating names and values. */
  public static Labels of(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException("a label name without a value: " + namesAndValues.length);
    }
    TreeMap<String, String> map = new TreeMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put(namesAndValues[i], namesAndValues[i + 1]);
    }
    return of(map);
  }

  public static Labels of(Map<String, String> map) {
    TreeMap<String, String> sorted = new TreeMap<>();
    map.forEach(
        (name, value) -> {
          if (!value.isEmpty()) {
            sorted.put(wellFormed(name), wellFormed(value));
          }
        });
    return new Labels(sorted);
  }

  /**
   * Replaces an unpaired surrogate, which JSON can contain and UTF-8 cannot, by the replacement
   * character, as Go does: two texts with the same encoding must be the same label.
   */
  private static String wellFormed(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return new String(text.getBytes(StandardCharsets.UTF_16LE), StandardCharsets.UTF_16LE);
      }
    }
    return text;
  }

  /** Returns the value of a label, or the empty string if the label is absent. */
  public String get(String name) {
    return values.getOrDefault(name, "");
  }

  /** Returns the labels with the given names only. */
  public Labels keep(Collection<String> names) {
    if (names.containsAll(values.keySet())) {
      return this;
    }
    TreeMap<String, String> kept = new TreeMap<>(values);
    kept.keySet().retainAll(names);
    return new Labels(kept);
  }

  /** Unmodifiable, sorted by name. */
  public SortedMap<String, String> asMap() {
    return values;
  }

  /** Compares the first labels that differ: by name, then by value. */
  @Override
  public int compareTo(Labels other) {
    int shared = Math.min(pairs.length, other.pairs.length);
    for (int i = 0; i < shared; i++) {
      int order = pairs[i].compareTo(other.pairs[i]);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(pairs.length, other.pairs.length);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Labels that && hash == that.hash && Arrays.equals(pairs, that.pairs);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /** Returns the labels in PromQL syntax: {@code {instance="web-1:9100", job="node"}}. */
  @Override
  public String toString() {
    StringJoiner joiner = new StringJoiner(", ", "{", "}");
    values.forEach(
        (name, value) ->
            joiner.add(name + "=\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"'));
    return joiner.toString();
  }
}
