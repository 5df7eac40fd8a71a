package io.github.anomalyexporter.core.series;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * The labels of one series or the identity of one instance: immutable, sorted by name, without
 * empty values (to Prometheus an empty value and an absent label are the same).
 */
public final class Labels implements Comparable<Labels> {
  public static final Labels EMPTY = new Labels(new TreeMap<>());

  private final SortedMap<String, String> values;
  private final int hash;

  private Labels(SortedMap<String, String> values) {
    this.values = Collections.unmodifiableSortedMap(values);
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
    TreeMap<String, String> kept = new TreeMap<>(values);
    kept.keySet().retainAll(names);
    return kept.size() == values.size() ? this : new Labels(kept);
  }

  /** Unmodifiable, sorted by name. */
  public SortedMap<String, String> asMap() {
    return values;
  }

  /** Compares the first labels that differ: by name, then by value. */
  @Override
  public int compareTo(Labels other) {
    Iterator<Map.Entry<String, String>> mine = values.entrySet().iterator();
    Iterator<Map.Entry<String, String>> theirs = other.values.entrySet().iterator();
    while (mine.hasNext() && theirs.hasNext()) {
      Map.Entry<String, String> left = mine.next();
      Map.Entry<String, String> right = theirs.next();
      int byName = left.getKey().compareTo(right.getKey());
      int order = byName != 0 ? byName : left.getValue().compareTo(right.getValue());
      if (order != 0) {
        return order;
      }
    }
    return Boolean.compare(mine.hasNext(), theirs.hasNext());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Labels that && hash == that.hash && values.equals(that.values);
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
