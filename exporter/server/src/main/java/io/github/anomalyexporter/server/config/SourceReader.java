package io.github.anomalyexporter.server.config;

import io.github.anomalyexporter.server.config.DetectorConfig.Source;
import io.github.anomalyexporter.server.yaml.ProblemKind;
import io.github.anomalyexporter.server.yaml.Section;
import io.github.anomalyexporter.server.yaml.Value;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads the source of a detector. */
final class SourceReader {
  /** Keys that are about queries to Prometheus. */
  private static final String[] QUERY_KEYS = {
    "selector", "discovery", "definitions", "scrape_interval", "replica_labels"
  };

  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration HOUR = Duration.ofHours(1);

  /** In characters; limited because every query contains it, several times. */
  private static final int LONGEST_SELECTOR = 4_000;

  private final Section section;

  private SourceReader(Section section) {
    this.section = section;
  }

  static Source read(Section section, SourceKind kind, Preset preset) {
    SourceReader reader = new SourceReader(section);
    return kind == SourceKind.PROMETHEUS ? reader.queried(preset) : reader.unqueried(kind);
  }

  /** Returns a source that is not queried, and reports the keys that are about queries. */
  private Source unqueried(SourceKind kind) {
    for (String key : section.present(QUERY_KEYS)) {
      section
          .value(key)
          .problem(
              ProblemKind.CONFLICT, "source: prometheus, or no " + key, "source: " + kind.label());
    }
    return new Source(
        kind,
        "",
        new LabelsReader(section).identityLabels(),
        List.of(),
        "",
        Optional.empty(),
        maxInstances());
  }

  private int maxInstances() {
    return section
        .value("max_instances")
        .integerOr("auto", 1, Source.MOST_INSTANCES)
        .orElseGet(() -> Source.instancesFor(Runtime.getRuntime().maxMemory()));
  }

  private Source queried(Preset preset) {
    Value selector = section.value("selector");
    String matchers = selector.string().flatMap(text -> matchers(selector, text)).orElse("");
    if (preset.discovery().isEmpty() && !section.value("discovery").isPresent()) {
      section.value("discovery").problem("a PromQL expression, since the preset has none");
    }
    Optional<Duration> scrapeInterval =
        section.value("scrape_interval").durationOr("auto", SECOND, HOUR);
    LabelsReader labels = new LabelsReader(section);
    List<String> identity = labels.identityLabels();
    return new Source(
        SourceKind.PROMETHEUS,
        matchers,
        identity,
        labels.replicaLabels(identity),
        preset.discovery(),
        scrapeInterval,
        maxInstances());
  }

  private static Optional<String> matchers(Value selector, String text) {
    Optional<String> matchers =
        Selector.matchers(text).filter(found -> found.length() <= LONGEST_SELECTOR);
    if (matchers.isEmpty()) {
      selector.problem("label matchers such as job=\"node\", cluster=~\"a|b\"");
    }
    return matchers;
  }
}
