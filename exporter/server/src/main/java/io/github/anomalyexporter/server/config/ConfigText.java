package io.github.anomalyexporter.server.config;

import io.github.anomalyexporter.server.yaml.Node;
import io.github.anomalyexporter.server.yaml.Node.Entry;
import io.github.anomalyexporter.server.yaml.Node.Mapping;
import io.github.anomalyexporter.server.yaml.Node.Scalar;
import io.github.anomalyexporter.server.yaml.Node.ScalarType;
import io.github.anomalyexporter.server.yaml.Reading;
import io.github.anomalyexporter.server.yaml.ServerUrl;
import io.github.anomalyexporter.server.yaml.YamlDocument;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A configuration as written, with the flags that override it and without secrets. Comments and
 * defaults are absent. Immutable.
 */
public final class ConfigText {
  private final Mapping document;

  private ConfigText(Mapping document) {
    this.document = document;
  }

  /**
   * Returns the text of a valid configuration.
   *
   * @param reading by which each value of the document was read
   */
  static ConfigText of(Node document, Reading reading) {
    return new ConfigText(
        reading.withoutSecrets(document) instanceof Mapping mapping
            ? mapping
            : new Mapping(1, Map.of()));
  }

  ConfigText withPrometheusUrl(URI url) {
    return with("prometheus", "url", ServerUrl.redacted(url.toString()));
  }

  ConfigText withStoragePath(Path path) {
    return with("storage", "path", path.toString());
  }

  private ConfigText with(String section, String key, String value) {
    Entry written = document.entries().get(section);
    Map<String, Entry> values = new LinkedHashMap<>();
    if (written != null && written.value() instanceof Mapping mapping) {
      values.putAll(mapping.entries());
    }
    values.put(key, new Entry(1, new Scalar(1, value, ScalarType.STRING)));
    Map<String, Entry> sections = new LinkedHashMap<>(document.entries());
    sections.put(section, new Entry(1, new Mapping(1, values)));
    return new ConfigText(new Mapping(1, sections));
  }

  /** Returns the configuration as YAML. */
  public String yaml() {
    return YamlDocument.of(document);
  }
}
