package io.github.anomalyexporter.server.config;

import io.github.anomalyexporter.core.detector.DetectorKind;
import io.github.anomalyexporter.server.failure.FileProblem;
import io.github.anomalyexporter.server.files.BoundedFile;
import io.github.anomalyexporter.server.yaml.ConfigException;
import io.github.anomalyexporter.server.yaml.Node;
import io.github.anomalyexporter.server.yaml.Problem;
import io.github.anomalyexporter.server.yaml.ProblemKind;
import io.github.anomalyexporter.server.yaml.Reading;
import io.github.anomalyexporter.server.yaml.Section;
import io.github.anomalyexporter.server.yaml.Value;
import io.github.anomalyexporter.server.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a configuration file. */
public final class ConfigFile {
  private static final int MOST_KEPT_VERSIONS = 1_000;

  /** Limited because each detector has its own threads and model. */
  private static final int MOST_DETECTORS = 100;

  private ConfigFile() {}

  /**
   * Returns the settings in this file. An empty file is invalid: a file that is being written can
   * be empty, and a reload would replace all detectors by the defaults.
   *
   * @throws ConfigException with all problems, or the reason why it cannot be read
   */
  public static Config load(Path file) throws ConfigException {
    String text;
    try {
      text = BoundedFile.text(file, BoundedFile.CONFIGURATION);
    } catch (IOException e) {
      throw new ConfigException(
          file.toString(), List.of(Problem.ofFile("a file that can be read", FileProblem.of(e))));
    }
    if (text.isBlank()) {
      throw new ConfigException(
          file.toString(),
          List.of(Problem.ofFile("settings, or {} for the defaults", "an empty file")));
    }
    Optional<Path> directory = Optional.ofNullable(file.toAbsolutePath().getParent());
    return parse(new Reading(file.toString(), directory.orElse(Path.of(""))), text);
  }

  /**
   * Returns the settings in this text; relative paths are resolved against the working directory.
   *
   * @param name name of the file in messages
   * @throws ConfigException with all problems
   */
  public static Config parse(String name, String text) throws ConfigException {
    return parse(new Reading(name, Path.of("")), text);
  }

  /**
   * Reads the same settings again.
   *
   * @throws ConfigException if a file that they name has changed
   */
  public static Config read(ConfigOrigin origin) throws ConfigException {
    Config config = parse(new Reading(origin.name(), origin.directory()), origin.text());
    if (origin.prometheusUrl() != null) {
      config = config.withPrometheusUrl(origin.prometheusUrl());
    }
    return origin.storagePath() == null ? config : config.withStoragePath(origin.storagePath());
  }

  /** Returns the settings without a file. */
  public static Config defaults() {
    return defaults("");
  }

  /** Returns the default settings with a detector of this kind. */
  public static Config defaults(DetectorKind kind) {
    return defaults("detectors: [{type: " + kind.name() + "}]");
  }

  /** Returns the default settings with a detector of this source, which has a preset. */
  public static Config defaults(SourceKind source) {
    return defaults("detectors: [{source: " + source.label() + "}]");
  }

  private static Config defaults(String text) {
    try {
      return parse("defaults", text);
    } catch (ConfigException e) {
      throw new IllegalStateException("the defaults are wrong", e);
    }
  }

  static Config parse(Reading reading, String text) throws ConfigException {
    Node document = YamlReader.read(reading, text);
    Section root = new Value(reading, "", 1, document).section();
    PrometheusConfig prometheus = PrometheusReader.read(root.value("prometheus").section());
    AlertmanagerConfig alertmanager = AlertmanagerReader.read(root.value("alertmanager"));
    LinksConfig links = LinksReader.read(root.value("links").section());
    StorageConfig storage = storage(root.value("storage").section());
    Presets presets = new Presets(root.value("presets"));
    List<DetectorConfig> detectors = new ArrayList<>();
    Map<String, List<CalendarEntry>> calendars = new HashMap<>();
    for (Section section : detectors(reading, root.value("detectors"))) {
      DetectorConfig detector = DetectorReader.read(section, presets);
      detectors.add(detector);
      List<CalendarEntry> calendar =
          CalendarReader.read(section.value("calendar"), detector.source().identityLabels());
      if (calendars.put(detector.name(), calendar) != null) {
        section
            .value("name")
            .problem(
                ProblemKind.DUPLICATE,
                "a unique name",
                detector.name() + ", used by another detector");
      }
    }
    reading.finish();
    return new Config(
        prometheus,
        alertmanager,
        links,
        storage,
        detectors,
        calendars,
        DetectorEntries.of(document, detectors),
        ConfigText.of(document, reading),
        new ConfigOrigin(reading.file(), reading.directory(), text, null, null));
  }

  private static StorageConfig storage(Section section) {
    return new StorageConfig(
        section.value("path").path().orElse(StorageConfig.DEFAULT_PATH),
        section
            .value("keep_versions")
            .integer(1, MOST_KEPT_VERSIONS)
            .orElse(StorageConfig.DEFAULT_KEEP_VERSIONS));
  }

  private static List<Section> detectors(Reading reading, Value value) {
    if (value.isEmpty()) {
      return List.of(new Section(reading, "detectors[0]", 1, Map.of()));
    }
    List<Section> detectors = value.sections();
    if (value.isList() && value.items().isEmpty()) {
      value.problem(ProblemKind.MISSING, "at least one detector", "none");
    }
    if (detectors.size() > MOST_DETECTORS) {
      value.problem(
          ProblemKind.OUT_OF_RANGE,
          "at most " + MOST_DETECTORS + " detectors",
          String.valueOf(detectors.size()));
    }
    return detectors;
  }
}
