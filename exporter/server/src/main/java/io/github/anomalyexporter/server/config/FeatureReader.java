package io.github.anomalyexporter.server.config;

import io.github.anomalyexporter.core.feature.Bounds;
import io.github.anomalyexporter.core.feature.EngineeredFeature;
import io.github.anomalyexporter.core.feature.Feature;
import io.github.anomalyexporter.core.feature.Transform;
import io.github.anomalyexporter.server.yaml.ProblemKind;
import io.github.anomalyexporter.server.yaml.Section;
import io.github.anomalyexporter.server.yaml.Spelling;
import io.github.anomalyexporter.server.yaml.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads the feature keys of a preset or a detector, which modify a base preset: {@code
 * definitions}, {@code discovery}, {@code exclude_features}, {@code features}, {@code
 * engineered_features}.
 */
final class FeatureReader {
  private static final String NAME = "[a-zA-Z_][a-zA-Z0-9_]*";

  private final Preset base;
  private final SourceKind source;
  private final Map<String, String> definitions;
  private final Map<String, Feature> features = new LinkedHashMap<>();
  private final Map<String, EngineeredFeature> engineered = new LinkedHashMap<>();
  private final Map<String, Value> excluded = new LinkedHashMap<>();

  /** Reads features that are queried. */
  FeatureReader(Preset base) {
    this(base, SourceKind.PROMETHEUS);
  }

  /**
   * @param source features of another one than Prometheus have no expression
   */
  FeatureReader(Preset base, SourceKind source) {
    this.base = base;
    this.source = source;
    this.definitions = new LinkedHashMap<>(base.definitions());
    base.features().forEach(feature -> features.put(feature.name(), feature));
    base.engineered().forEach(feature -> engineered.put(feature.name(), feature));
  }

  /** Returns the base preset with the changes of this section. */
  Preset read(Section section) {
    section.value("definitions").map().forEach(this::define);
    String discovery =
        section.value("discovery").isPresent()
            ? expression(section, "discovery")
            : base.discovery();
    section.value("exclude_features").items().forEach(this::exclude);
    section.value("features").sections().forEach(this::add);
    removeOrphans();
    section.value("engineered_features").sections().forEach(this::engineer);
    return new Preset(
        definitions, discovery, List.copyOf(features.values()), List.copyOf(engineered.values()));
  }

  private void define(String name, Value value) {
    if (!name.matches(NAME) || Expression.PLACEHOLDERS.contains(name)) {
      value.problem(
          ProblemKind.INVALID_VALUE,
          "a name of letters, digits and _ that is not a placeholder",
          name);
    }
    definitions.put(name, expression(value));
  }

  private void exclude(Value item) {
    String name = item.string().orElse("");
    if (features.remove(name) != null || engineered.remove(name) != null) {
      excluded.put(name, item);
    } else if (!name.isEmpty()) {
      item.problem(
          ProblemKind.UNKNOWN_NAME,
          "the name of a feature of the preset",
          name + "; " + Spelling.advice(name, names()));
    }
  }

  private void add(Section section) {
    String name = newName(section);
    String expression =
        source == SourceKind.PROMETHEUS
            ? expression(section, "expression")
            : unqueried(section.value("expression"));
    String unit = section.value("unit").requiredString("the unit of the values").orElse("");
    Feature feature =
        new Feature(
            name,
            expression,
            unit,
            TransformReader.read(section.value("transform"), Transform.NONE),
            section.value("optional").bool().orElse(false),
            BoundsReader.read(section, Bounds.ofUnit(unit)));
    if (!name.isEmpty()) {
      features.put(name, feature);
    }
  }

  private void engineer(Section section) {
    String name = newName(section);
    new EngineeredFeatureReader(features)
        .read(section, name)
        .ifPresent(feature -> engineered.put(name, feature));
  }

  /** Returns the name; empty after reporting that it is missing, invalid or not unique. */
  private String newName(Section section) {
    Value value = section.value("name");
    String name = value.requiredString("the name of the feature").orElse("");
    if (name.isEmpty()) {
      return name;
    }
    if (!name.matches(NAME)) {
      value.problem("a name of letters, digits and _");
      return "";
    }
    if (names().contains(name)) {
      value.problem(
          ProblemKind.DUPLICATE,
          "an unused name",
          name + "; to replace a feature of the preset put it into exclude_features first");
      return "";
    }
    return name;
  }

  /** A sample has the value by the name of the feature. */
  private String unqueried(Value value) {
    if (value.isPresent()) {
      value.problem(
          ProblemKind.CONFLICT,
          "source: prometheus, or no expression",
          "source: " + source.label());
    }
    return "";
  }

  private String expression(Section section, String key) {
    return expression(section.value(key));
  }

  /** Returns the expression with the preceding definitions expanded. */
  private String expression(Value value) {
    String written = value.requiredString("a PromQL expression").orElse("");
    String expression = Expression.expand(written, definitions).orElse("");
    if (expression.isEmpty() && !written.isEmpty()) {
      value.problem(
          ProblemKind.OUT_OF_RANGE,
          "at most %s characters with definitions expanded".formatted(Expression.LONGEST),
          "a longer expression");
    } else if (!value.fits(expression.length())) {
      return "";
    }
    Expression.unknownPlaceholder(expression)
        .ifPresent(
            unknown ->
                value.problem(
                    ProblemKind.UNKNOWN_NAME,
                    "only the placeholders "
                        + Expression.PLACEHOLDER_LIST
                        + (definitions.isEmpty()
                            ? ""
                            : " and the definitions "
                                + String.join(", ", new TreeSet<>(definitions.keySet()))),
                    "$" + unknown + "; a group of label_replace is written ${" + unknown + "}"));
    return expression;
  }

  /**
   * Removes and reports engineered features of the preset whose source is excluded and not
   * redefined.
   */
  private void removeOrphans() {
    excluded.forEach(
        (name, item) -> {
          List<String> orphans =
              engineered.values().stream()
                  .filter(feature -> sources(feature).contains(name) && !features.containsKey(name))
                  .map(EngineeredFeature::name)
                  .toList();
          if (!orphans.isEmpty()) {
            item.problem(
                ProblemKind.CONFLICT,
                "the features engineered from it to be excluded as well: "
                    + String.join(", ", orphans),
                name + " alone");
            orphans.forEach(engineered::remove);
          }
        });
  }

  private static List<String> sources(EngineeredFeature feature) {
    if (feature.source() instanceof EngineeredFeature.RollingMean mean) {
      return List.of(mean.of());
    } else if (feature.source() instanceof EngineeredFeature.Change change) {
      return List.of(change.of());
    }
    EngineeredFeature.Ratio ratio = (EngineeredFeature.Ratio) feature.source();
    return List.of(ratio.of(), ratio.per());
  }

  private Set<String> names() {
    Set<String> names = new TreeSet<>(features.keySet());
    names.addAll(engineered.keySet());
    return names;
  }
}
