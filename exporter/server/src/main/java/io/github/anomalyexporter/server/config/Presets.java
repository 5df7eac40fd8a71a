package io.github.anomalyexporter.server.config;

import io.github.anomalyexporter.server.yaml.ConfigException;
import io.github.anomalyexporter.server.yaml.ProblemKind;
import io.github.anomalyexporter.server.yaml.Reading;
import io.github.anomalyexporter.server.yaml.Section;
import io.github.anomalyexporter.server.yaml.Spelling;
import io.github.anomalyexporter.server.yaml.Value;
import io.github.anomalyexporter.server.yaml.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Presets available to detectors: the built-in preset and the presets of the configuration. */
final class Presets {
  /** Read once, because it is part of the program. */
  private static final Preset BUILT_IN = builtIn(DetectorConfig.DEFAULT_PRESET);

  private static final String NAME = "[a-z0-9][a-z0-9_-]*";

  private final Map<String, Value> own;
  private final Map<String, Preset> known = new HashMap<>();
  private final Set<String> underWay = new LinkedHashSet<>();

  /** Reads all presets of this mapping from names to presets. */
  Presets(Value presets) {
    known.put(DetectorConfig.DEFAULT_PRESET, BUILT_IN);
    own = presets.map();
    own.forEach(this::readOwn);
  }

  /**
   * Returns the preset with this name. An unknown name is reported and replaced by the built-in
   * preset, to avoid subsequent problems.
   */
  Preset named(Value value, String name) {
    Value definition = own.get(name);
    if (definition != null && !known.containsKey(name)) {
      readOwn(name, definition);
    }
    Preset preset = known.get(name);
    if (preset != null) {
      return preset;
    }
    if (underWay.contains(name)) {
      value.problem(
          ProblemKind.CONFLICT,
          "a preset that does not extend this one",
          String.join(" -> ", underWay) + " -> " + name);
    } else {
      Set<String> names = new TreeSet<>(own.keySet());
      names.addAll(known.keySet());
      value.problem(
          ProblemKind.UNKNOWN_NAME,
          "the name of a preset",
          name + "; " + Spelling.advice(name, names));
    }
    return BUILT_IN;
  }

  private void readOwn(String name, Value definition) {
    if (name.equals(DetectorConfig.DEFAULT_PRESET)) {
      definition.problem(ProblemKind.DUPLICATE, "a name other than the built-in preset's", name);
    } else if (!name.matches(NAME)) {
      definition.problem(ProblemKind.INVALID_VALUE, "a name of a-z, 0-9, _ and -", name);
    }
    if (known.containsKey(name) || !underWay.add(name)) {
      return;
    }
    Section section = definition.section();
    Value base = section.value("extends");
    Preset extended = base.string().map(found -> named(base, found)).orElse(Preset.EMPTY);
    known.put(name, new FeatureReader(extended).read(section));
    underWay.remove(name);
  }

  /** Returns a definition of the built-in preset. */
  static String builtInDefinition(String name) {
    return Objects.requireNonNull(BUILT_IN.definitions().get(name), name);
  }

  /** Reads a preset from the class path. */
  static Preset builtIn(String name) {
    String file = "/presets/" + name + ".yaml";
    Reading reading = new Reading(file, Path.of(""));
    try (@Nullable InputStream stream = Presets.class.getResourceAsStream(file)) {
      if (stream == null) {
        throw new IllegalStateException("the preset " + name + " is not on the class path");
      }
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      Value root = new Value(reading, "", 1, YamlReader.read(reading, text));
      Preset preset = new FeatureReader(Preset.EMPTY).read(root.section());
      reading.finish();
      return preset;
    } catch (ConfigException e) {
      throw new IllegalStateException("a built-in preset is invalid", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
