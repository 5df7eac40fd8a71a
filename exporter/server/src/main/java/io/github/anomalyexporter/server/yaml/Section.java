package io.github.anomalyexporter.server.yaml;

import io.github.anomalyexporter.server.yaml.Node.Entry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Mapping with known keys. Records the requested keys; other present keys are unknown and reported
 * when the {@link Reading} finishes.
 */
public final class Section {
  private final Reading reading;
  private final String path;
  private final int line;
  private final Map<String, Entry> entries;
  private final Set<String> asked = new TreeSet<>();

  /**
   * @param path empty for the whole document
   */
  public Section(Reading reading, String path, int line, Map<String, Entry> entries) {
    this.reading = reading;
    this.path = path;
    this.line = line;
    this.entries = entries;
    reading.add(this);
  }

  /** Returns the value of this key, present or not. */
  public Value value(String key) {
    asked.add(key);
    Entry entry = entries.get(key);
    return entry == null
        ? new Value(reading, pathOf(key), line, null)
        : new Value(reading, pathOf(key), entry.line(), entry.value());
  }

  /** Reports a problem of this section. */
  public void problem(ProblemKind kind, String expectation, String found) {
    reading.problem(path, line, kind, expectation, found);
  }

  /** Returns the present keys among these. */
  public List<String> present(String... keys) {
    return List.of(keys).stream().filter(key -> value(key).isPresent()).toList();
  }

  public List<String> keys() {
    return asked.stream().map(this::pathOf).toList();
  }

  public void reportUnknownKeys() {
    entries.forEach(
        (key, entry) -> {
          if (!asked.contains(key)) {
            reading.problem(
                pathOf(key),
                entry.line(),
                ProblemKind.UNKNOWN_KEY,
                "a known key",
                "'" + key + "'; " + Spelling.advice(key, asked));
          }
        });
  }

  private String pathOf(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
