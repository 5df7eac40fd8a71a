package io.github.anomalyexporter.server.config;

import io.github.anomalyexporter.core.feature.EngineeredFeature;
import io.github.anomalyexporter.core.feature.Feature;
import java.util.List;

/**
 * What to look at on one kind of host, still without a step.
 *
 * @param discovery PromQL with placeholders; empty where the preset leaves it open
 */
record Preset(String discovery, List<Feature> features, List<EngineeredFeature> engineered) {
  static final Preset EMPTY = new Preset("", List.of(), List.of());

  Preset {
    features = List.copyOf(features);
    engineered = List.copyOf(engineered);
  }
}
