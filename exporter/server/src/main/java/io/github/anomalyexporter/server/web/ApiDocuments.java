package io.github.anomalyexporter.server.web;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.ValueNode;
import io.github.anomalyexporter.core.detector.FeatureContribution;
import io.github.anomalyexporter.core.detector.InstanceReading;
import io.github.anomalyexporter.core.score.InstanceState;
import io.github.anomalyexporter.server.discovery.AmbiguousInstances;
import io.github.anomalyexporter.server.run.DetectorState;
import io.github.anomalyexporter.server.run.RunningDetector;
import io.github.anomalyexporter.server.store.Manifest;
import io.github.anomalyexporter.server.version.BuildVersion;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON documents of the API. Unknown numbers are null. */
final class ApiDocuments {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Operations operations;

  ApiDocuments(Operations operations) {
    this.operations = operations;
  }

  ObjectNode status() {
    ObjectNode status = JSON.objectNode();
    status.put("version", BuildVersion.current());
    status.put("ready", operations.isReady());
    ArrayNode detectors = status.putArray("detectors");
    for (RunningDetector detector : operations.detectors()) {
      detectors.add(status(detector.state()));
    }
    return status;
  }

  private ObjectNode status(DetectorState state) {
    Instant now = operations.clock().instant();
    List<InstanceReading> readings = state.board().read(now);
    ObjectNode detector = JSON.objectNode();
    detector.put("name", state.config().name());
    detector.put("last_scoring", text(state.lastScoring().orElse(null)));
    detector.put("step", state.config().timing().step().toString());
    detector.put("scoring_interval", state.config().timing().scoringInterval().toString());
    detector.put("rate_window", state.queries().get().rateWindow().toString());
    ObjectNode states = detector.putObject("instances");
    for (InstanceState each : InstanceState.values()) {
      states.put(each.label(), readings.stream().filter(it -> it.state() == each).count());
    }
    detector.put("instances_over_limit", state.overLimit());
    detector.set("ambiguous", state.ambiguous().map(ApiDocuments::ambiguous).orElse(null));
    detector.put(
        "active_anomalies", readings.stream().filter(InstanceReading::isAnomalous).count());
    detector.set("drift_ratio", number(state.board().drift(now)));
    detector.set("model", state.model().manifest().map(ApiDocuments::model).orElse(null));
    return detector;
  }

  private static ObjectNode ambiguous(AmbiguousInstances found) {
    ObjectNode ambiguous = JSON.objectNode();
    ambiguous.put("instances", found.instances().size());
    ArrayNode labels = ambiguous.putArray("labels");
    found.labels().forEach(labels::add);
    ambiguous.put("advice", found.isEmpty() ? "" : found.advice());
    return ambiguous;
  }

  private static ObjectNode model(Manifest manifest) {
    ObjectNode model = JSON.objectNode();
    model.put("type", manifest.type());
    model.put("version", manifest.version());
    model.put("created_at", text(manifest.provenance().createdAt()));
    model.put("trained_all", text(manifest.provenance().trainedAll()));
    model.put("history_start", text(manifest.provenance().historyStart()));
    model.put("history_end", text(manifest.provenance().historyEnd()));
    model.put("fleet_size", manifest.fleetSize());
    model.put("instances", manifest.rows().size() - 1);
    return model;
  }

  ArrayNode instances(Map<String, String> wanted) {
    ArrayNode instances = JSON.arrayNode();
    Instant now = operations.clock().instant();
    for (RunningDetector detector : operations.detectors()) {
      for (InstanceReading reading : detector.state().board().read(now)) {
        if (detector.state().matches(reading.instance(), wanted)) {
          instances.add(instance(detector, reading, now));
        }
      }
    }
    return instances;
  }

  private static ObjectNode instance(
      RunningDetector detector, InstanceReading reading, Instant now) {
    DetectorState state = detector.state();
    ObjectNode instance = JSON.objectNode();
    instance.put("detector", state.config().name());
    ObjectNode labels = instance.putObject("labels");
    reading.instance().asMap().forEach(labels::put);
    instance.put("state", reading.state().label());
    ArrayNode suppressed = instance.putArray("suppressed");
    detector
        .exemptions()
        .suppressing(reading.instance(), now)
        .forEach(reason -> suppressed.add(reason.label()));
    instance.set("score", number(reading.score()));
    if (reading.hasScore()) {
      instance.put("is_anomalous", reading.isAnomalous());
    } else {
      instance.putNull("is_anomalous");
    }
    instance.set("reconstruction_error", number(reading.error()));
    instance.set("threshold", number(reading.threshold()));
    instance.set("coverage", number(reading.coverage()));
    instance.put("scored_at", text(reading.scoredAt()));
    instance.put("seen_at", text(reading.seenAt()));
    ArrayNode features = instance.putArray("features");
    state.board().features(reading.instance()).stream()
        .sorted(Comparator.comparingDouble(FeatureContribution::share).reversed())
        .forEach(feature -> features.add(feature(feature)));
    return instance;
  }

  private static ObjectNode feature(FeatureContribution reading) {
    ObjectNode feature = JSON.objectNode();
    feature.put("feature", reading.feature());
    feature.put("unit", reading.unit());
    feature.set("contribution", number(reading.share()));
    feature.set("actual", number(reading.actual()));
    feature.set("expected", number(reading.expected()));
    return feature;
  }

  private static ValueNode number(double value) {
    return Double.isFinite(value) ? JSON.numberNode(value) : JSON.nullNode();
  }

  private static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : time.toString();
  }
}
