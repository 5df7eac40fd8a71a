package io.github.anomalyexporter.server.config;

import io.github.anomalyexporter.core.feature.EngineeredFeature;
import io.github.anomalyexporter.core.feature.Feature;
import java.util.List;
import java.util.Map;

/**
 * Features for one kind of host, independent of the step.
 *
 * @param definitions PromQL fragments by their name in expressions
 * @param discovery PromQL with placeholders; empty if the preset does not define it
 */
record Preset(
    Map<String, String> definitions,
    String discovery,
    List<Feature> features,
    List<EngineeredFeature> engineered) {
  static final Preset EMPTY = new Preset(Map.of(), "", List.of(), List.of());

  Preset {
    definitions = Map.copyOf(definitions);
    features = List.copyOf(features);
    engineered = List.copyOf(engineered);
  }
}
