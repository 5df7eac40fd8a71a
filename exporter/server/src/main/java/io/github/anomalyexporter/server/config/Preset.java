package io.github.anomalyexporter.server.config;

import io.github.anomalyexporter.core.feature.EngineeredFeature;
import io.github.anomalyexporter.core.feature.Feature;
import java.util.List;
import java.util.Map;

/**
 * What to look at on one kind of host, still without a step.
 *
 * @param definitions pieces of PromQL by the name that stands for them in expressions
 * @param discovery PromQL with placeholders; empty where the preset leaves it open
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
