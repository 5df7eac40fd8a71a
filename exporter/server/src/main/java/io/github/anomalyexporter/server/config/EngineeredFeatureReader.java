package io.github.anomalyexporter.server.config;

import io.github.anomalyexporter.core.feature.EngineeredFeature;
import io.github.anomalyexporter.core.feature.EngineeredFeature.Change;
import io.github.anomalyexporter.core.feature.EngineeredFeature.Ratio;
import io.github.anomalyexporter.core.feature.EngineeredFeature.RollingMean;
import io.github.anomalyexporter.core.feature.Feature;
import io.github.anomalyexporter.core.feature.Transform;
import io.github.anomalyexporter.server.yaml.ProblemKind;
import io.github.anomalyexporter.server.yaml.Section;
import io.github.anomalyexporter.server.yaml.Spelling;
import io.github.anomalyexporter.server.yaml.Value;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a feature that is computed from queried features: a mean, change or ratio. */
final class EngineeredFeatureReader {
  private static final Duration SHORTEST_WINDOW = Duration.ofSeconds(1);
  private static final Duration LONGEST_WINDOW = Duration.ofDays(1);

  private final Map<String, Feature> features;

  /**
   * @param features queried features, by name
   */
  EngineeredFeatureReader(Map<String, Feature> features) {
    this.features = features;
  }

  /** Returns the feature; empty after reporting its problems. */
  Optional<EngineeredFeature> read(Section section, String name) {
    List<String> kinds = section.present("mean", "change", "ratio");
    if (kinds.size() != 1) {
      section.problem(
          kinds.isEmpty() ? ProblemKind.MISSING : ProblemKind.CONFLICT,
          "exactly one of mean, change and ratio",
          kinds.isEmpty() ? "none of them" : String.join(" and ", kinds));
      // Marks these keys as known.
      section.present("unit", "transform", "window", "floor");
      return Optional.empty();
    }
    return kinds.contains("ratio") ? ratio(section, name) : overTime(section, name, kinds.get(0));
  }

  private Optional<EngineeredFeature> overTime(Section section, String name, String kind) {
    Optional<Feature> source = feature(section.value(kind));
    Value window = section.value("window");
    if (!window.isPresent()) {
      window.problem("a duration");
    }
    Optional<Duration> length = window.duration(SHORTEST_WINDOW, LONGEST_WINDOW);
    Optional<String> unit = section.value("unit").string();
    Transform inherited = source.map(Feature::transform).orElse(Transform.NONE);
    Transform transform = TransformReader.read(section.value("transform"), inherited);
    if (name.isEmpty() || source.isEmpty() || length.isEmpty()) {
      return Optional.empty();
    }
    String of = source.get().name();
    EngineeredFeature.Source computed =
        kind.equals("mean") ? new RollingMean(of, length.get()) : new Change(of, length.get());
    return Optional.of(
        new EngineeredFeature(name, unit.orElse(source.get().unit()), transform, computed));
  }

  private Optional<EngineeredFeature> ratio(Section section, String name) {
    Value ratio = section.value("ratio");
    List<Value> items = ratio.items();
    if (ratio.isList() && items.size() != 2) {
      ratio.problem(
          ProblemKind.OUT_OF_RANGE,
          "a list of two features: [numerator, denominator]",
          "a list of " + items.size());
    }
    List<Feature> sources = items.stream().flatMap(item -> feature(item).stream()).toList();
    Value floor = section.value("floor");
    if (!floor.isPresent()) {
      floor.problem("the minimum denominator, a number above 0");
    }
    Optional<Double> least = floor.positive();
    Optional<String> unit = section.value("unit").string();
    Transform transform = TransformReader.read(section.value("transform"), Transform.NONE);
    if (name.isEmpty() || sources.size() != 2 || least.isEmpty()) {
      return Optional.empty();
    }
    Feature over = sources.get(0);
    Feature under = sources.get(1);
    String defaultUnit = over.unit().equals(under.unit()) ? "ratio" : over.unit();
    return Optional.of(
        new EngineeredFeature(
            name,
            unit.orElse(defaultUnit),
            transform,
            new Ratio(over.name(), under.name(), least.get())));
  }

  private Optional<Feature> feature(Value value) {
    Optional<String> name = value.string();
    Optional<Feature> feature = name.map(features::get);
    if (name.isPresent() && feature.isEmpty()) {
      value.problem(
          ProblemKind.UNKNOWN_NAME,
          "the name of a queried feature",
          name.get() + "; " + Spelling.advice(name.get(), features.keySet()));
    }
    return feature;
  }
}
