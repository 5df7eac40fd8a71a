package io.github.anomalyexporter.server.config;

import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.yaml.LabelName;
import io.github.anomalyexporter.server.yaml.ProblemKind;
import io.github.anomalyexporter.server.yaml.Section;
import io.github.anomalyexporter.server.yaml.Value;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the {@code alertmanager} section. */
final class AlertmanagerReader {
  private static final String EXAMPLE = "http://alertmanager:9093";

  private static final Duration SHORTEST_REFRESH_INTERVAL = Duration.ofSeconds(1);
  private static final Duration LONGEST_REFRESH_INTERVAL = Duration.ofHours(1);

  /** Placeholder for an invalid URL, so that reading continues. */
  private static final URI NO_URL = URI.create("http://localhost:9093");

  private AlertmanagerReader() {}

  /** Returns null if the section is absent: Alertmanager is not used then. */
  static @Nullable AlertmanagerConfig read(Value value) {
    Section section = value.section();
    Value urlValue = section.value("url");
    Optional<URI> url = HttpClientReader.url(urlValue, EXAMPLE);
    if (value.isMapping() && !urlValue.isPresent()) {
      urlValue.problem("a URL such as " + EXAMPLE);
    }
    AlertmanagerConfig config =
        new AlertmanagerConfig(
            HttpClientReader.read(section, url.orElse(NO_URL), EXAMPLE),
            section
                .value("refresh_interval")
                .duration(SHORTEST_REFRESH_INTERVAL, LONGEST_REFRESH_INTERVAL)
                .orElse(AlertmanagerConfig.DEFAULT_REFRESH_INTERVAL),
            labels(section.value("labels")),
            incidentAlerts(section.value("incident_alerts")));
    return value.isEmpty() ? null : config;
  }

  private static Labels labels(Value value) {
    Map<String, String> labels = new TreeMap<>();
    value
        .map()
        .forEach(
            (name, label) -> {
              if (!LabelName.isValid(name)) {
                label.problem(ProblemKind.INVALID_VALUE, "a label name", "'" + name + "'");
              }
              label.literal().ifPresent(text -> labels.put(name, text));
            });
    return Labels.of(labels);
  }

  private static String incidentAlerts(Value value) {
    Optional<String> text = value.string();
    Optional<String> matchers = text.flatMap(Selector::matchers);
    if (text.isPresent() && matchers.isEmpty()) {
      value.problem("label matchers such as severity=\"critical\"");
    }
    return matchers.orElse(AlertmanagerConfig.DEFAULT_INCIDENT_ALERTS);
  }
}
