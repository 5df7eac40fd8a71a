package io.github.anomalyexporter.it.support;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An instance of the API.
 *
 * @param score NaN if there is none
 * @param features all of them, the one that contributes most to the error first
 * @param actual value by feature, without those that are missing
 */
public record Instance(
    Map<String, String> labels,
    String state,
    double score,
    List<String> features,
    Map<String, Double> actual) {
  public Instance {
    actual = Map.copyOf(actual);
    labels = Map.copyOf(labels);
    features = List.copyOf(features);
  }

  /** Reads an element of {@code /api/v1/instances}. */
  public static Instance of(JsonNode json) {
    Map<String, String> labels = new HashMap<>();
    json.path("labels").properties().forEach(it -> labels.put(it.getKey(), it.getValue().asText()));
    List<String> features = new ArrayList<>();
    Map<String, Double> actual = new HashMap<>();
    for (JsonNode feature : json.path("features")) {
      String name = feature.path("feature").asText();
      features.add(name);
      if (feature.path("actual").isNumber()) {
        actual.put(name, feature.path("actual").asDouble());
      }
    }
    JsonNode score = json.path("score");
    return new Instance(
        labels,
        json.path("state").asText(),
        score.isNumber() ? score.asDouble() : Double.NaN,
        features,
        actual);
  }

  /** The value of a label, empty without one. */
  public String label(String name) {
    return labels.getOrDefault(name, "");
  }

  /** The label {@code instance} without the port. */
  public String host() {
    return label("instance").replaceFirst(":[0-9]+$", "");
  }

  /** Whether it is scored. */
  public boolean hasScore() {
    return !Double.isNaN(score);
  }

  /** Whether it is scored and its score is above 1. */
  public boolean isAnomalous() {
    return score > 1;
  }

  /** The three features, or fewer, that contribute most to the error. */
  public List<String> topThree() {
    return features.subList(0, Math.min(3, features.size()));
  }
}
