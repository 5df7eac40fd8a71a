package io.github.anomalyexporter.server.config;

import io.github.anomalyexporter.server.yaml.ConfigException;
import io.github.anomalyexporter.server.yaml.Node;
import io.github.anomalyexporter.server.yaml.Node.Entry;
import io.github.anomalyexporter.server.yaml.Node.Mapping;
import io.github.anomalyexporter.server.yaml.Node.Sequence;
import io.github.anomalyexporter.server.yaml.Reading;
import io.github.anomalyexporter.server.yaml.Section;
import io.github.anomalyexporter.server.yaml.Value;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The detectors of a configuration as written, so that one of them can be read again with other
 * values. They contain no secrets. Immutable.
 */
public final class DetectorEntries {
  private static final Mapping NOTHING = new Mapping(1, Map.of());

  private final @Nullable Node presets;
  private final Map<String, Mapping> entries;

  private DetectorEntries(@Nullable Node presets, Map<String, Mapping> entries) {
    this.presets = presets;
    this.entries = Map.copyOf(entries);
  }

  /**
   * Returns the entries of a valid configuration.
   *
   * @param detectors what was read from them, in the same order
   */
  static DetectorEntries of(Node document, List<DetectorConfig> detectors) {
    List<Node> written =
        child(document, "detectors") instanceof Sequence sequence ? sequence.items() : List.of();
    Map<String, Mapping> entries = new HashMap<>();
    for (int i = 0; i < detectors.size(); i++) {
      boolean isWritten = i < written.size() && written.get(i) instanceof Mapping;
      entries.put(detectors.get(i).name(), isWritten ? (Mapping) written.get(i) : NOTHING);
    }
    return new DetectorEntries(child(document, "presets"), entries);
  }

  private static @Nullable Node child(@Nullable Node node, String key) {
    Entry entry = node instanceof Mapping mapping ? mapping.entries().get(key) : null;
    return entry == null ? null : entry.value();
  }

  /**
   * Reads a detector with other values; all checks of a configuration apply.
   *
   * @param detector name of an entry
   * @param values by key; a dot leads into a section, as in {@code threshold.sigmas}
   * @throws ConfigException with all problems, whose paths begin in the entry
   */
  public DetectorConfig with(String detector, Map<String, Node> values) throws ConfigException {
    Mapping entry = Objects.requireNonNull(entries.get(detector), detector);
    for (Map.Entry<String, Node> value : values.entrySet()) {
      entry = with(entry, value.getKey(), value.getValue());
    }
    Reading reading = new Reading(detector, Path.of(""));
    Presets known = new Presets(new Value(reading, "presets", 1, presets));
    Section section = new Section(reading, "", entry.line(), entry.entries());
    DetectorConfig read = DetectorReader.read(section, known);
    var unused = CalendarReader.read(section.value("calendar"), read.source().identityLabels());
    reading.finish();
    return read;
  }

  private static Mapping with(Mapping mapping, String path, Node value) {
    String[] keys = path.split("\\.", 2);
    Map<String, Entry> entries = new LinkedHashMap<>(mapping.entries());
    Node changed =
        keys.length == 1
            ? value
            : with(
                child(mapping, keys[0]) instanceof Mapping section ? section : NOTHING,
                keys[1],
                value);
    entries.put(keys[0], new Entry(value.line(), changed));
    return new Mapping(mapping.line(), entries);
  }
}
