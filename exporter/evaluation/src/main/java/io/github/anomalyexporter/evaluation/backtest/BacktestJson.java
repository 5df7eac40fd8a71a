package io.github.anomalyexporter.evaluation.backtest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.anomalyexporter.core.detector.FeatureContribution;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.evaluation.figure.Proportion;
import io.github.anomalyexporter.evaluation.past.Incident;
import io.github.anomalyexporter.evaluation.past.IncidentFinding;
import io.github.anomalyexporter.evaluation.past.PastAlert;
import io.github.anomalyexporter.evaluation.past.ScoredInstance;
import io.github.anomalyexporter.evaluation.past.ThresholdChoice;
import java.time.Duration;
import java.util.List;

/** Backtest result as a JSON object; unknown values are null. */
public final class BacktestJson {
  private final BacktestResult result;
  private final ObjectNode root = JsonNodeFactory.instance.objectNode();

  private BacktestJson(BacktestResult result) {
    this.result = result;
  }

  /** Returns the JSON text. */
  public static String of(BacktestResult result) {
    BacktestJson json = new BacktestJson(result);
    json.head();
    json.alerts();
    json.instances();
    json.incidents();
    json.choices();
    json.preflight();
    try {
      return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(json.root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("JSON of numbers cannot be written", e);
    }
  }

  private void head() {
    TimeRange rows = result.scores().range();
    root.put("detector", result.setup().detector());
    root.put("start", rows.start().toString());
    root.put("end", rows.end().toString());
    root.put("step_seconds", seconds(rows.step()));
    root.put("trainings", result.trainings());
    put(root, "host_days", result.scores().hostDays());
    put(root, "alerts_per_host_day", result.perHostDay(result.alerts().size()));
  }

  private void alerts() {
    ArrayNode list = root.putArray("alerts");
    for (PastAlert alert : result.alerts()) {
      ObjectNode object = list.addObject();
      labels(object.putObject("labels"), alert.instance());
      object.put("alertname", alert.rule());
      object.put("start", alert.start().toString());
      object.put("end", alert.end().toString());
      put(object, "peak_score", alert.peak());
      ArrayNode features = object.putArray("features");
      for (FeatureContribution each : alert.features()) {
        ObjectNode feature = features.addObject();
        feature.put("feature", each.feature());
        feature.put("unit", each.unit());
        put(feature, "contribution", each.share());
        put(feature, "actual", each.actual());
        put(feature, "expected", each.expected());
      }
      if (result.incidents() != null) {
        ArrayNode incidents = object.putArray("incidents");
        result.covering(alert).forEach(it -> incidents.add(it.name()));
      }
    }
  }

  private static void labels(ObjectNode object, Labels labels) {
    labels.asMap().forEach(object::put);
  }

  private void instances() {
    ArrayNode list = root.putArray("instances");
    for (ScoredInstance each : result.scores().instances()) {
      ObjectNode object = list.addObject();
      labels(object.putObject("labels"), each.instance());
      put(object, "scored_days", result.scores().days(each));
      object.put(
          "alerts",
          result.alerts().stream().filter(it -> it.instance().equals(each.instance())).count());
      object.put("episodes", result.scores().episodes(each));
      object.put("left_out", each.leftOut());
    }
  }

  private void incidents() {
    if (result.incidents() == null) {
      return;
    }
    List<IncidentFinding> counted = result.counted();
    int found = (int) counted.stream().filter(it -> it.alert() != null).count();
    root.put("incidents_counted", counted.size());
    root.put("incidents_found", found);
    Proportion share = Proportion.of(found, counted.size());
    put(root, "recall", share.ratio());
    root.putArray("recall_interval").add(share.low()).add(share.high());
    put(root, "median_detection_delay_seconds", IncidentFinding.medianDelaySeconds(counted));
    ArrayNode list = root.putArray("incidents");
    for (IncidentFinding finding : result.findings()) {
      Incident incident = finding.incident();
      ObjectNode object = list.addObject();
      object.put("instance", incident.instance());
      if (!incident.identity().equals(Labels.EMPTY)) {
        labels(object.putObject("labels"), incident.identity());
      }
      object.put("start", incident.start().toString());
      object.put("end", incident.end().toString());
      object.put("name", incident.name());
      object.put("counted", finding.scored());
      object.put("found", finding.alert() != null);
      put(object, "delay_seconds", finding.delaySeconds().orElse(Double.NaN));
    }
  }

  private void choices() {
    ArrayNode list = root.putArray("thresholds");
    for (ThresholdChoice choice : result.choices()) {
      ObjectNode object = list.addObject();
      put(object, "multiple", choice.multiple());
      object.put("alerts", choice.alerts());
      put(object, "alerts_per_host_day", result.perHostDay(choice.alerts()));
      put(object, "episodes_per_host_day", result.perHostDay(choice.episodes()));
      if (result.incidents() != null) {
        object.put("alerts_without_incident", choice.alertsOutside());
        object.put("incidents_found", choice.found());
      }
    }
  }

  private void preflight() {
    Preflight costs = result.preflight();
    ObjectNode object = root.putObject("preflight");
    object.put("instances", costs.instances());
    put(object, "alerts_per_day", result.perHostDay(result.alerts().size()) * costs.instances());
    object.put("scoring_interval_seconds", seconds(result.setup().scoringInterval()));
    object.put("queries_per_scoring_run", costs.queriesPerRun());
    load(object.putObject("scoring_run"), costs.scoringRun());
    object.put("training_interval_seconds", seconds(result.setup().trainingInterval()));
    object.put("queries_per_training", costs.queriesPerTraining());
    object.put("samples_per_training", costs.samplesPerTraining());
    put(object, "training_seconds", seconds(costs.training()));
    load(object.putObject("history"), costs.history());
    object.put("training_heap_bytes", costs.trainingHeap());
    object.put("recommended_heap_bytes", costs.recommendedHeap());
    costs
        .modelBytes()
        .ifPresentOrElse(
            bytes -> object.put("model_bytes", bytes), () -> object.putNull("model_bytes"));
  }

  private static void load(ObjectNode object, QueryLoad load) {
    object.put("requests", load.requests());
    object.put("failed", load.failed());
    object.put("samples", load.samples());
    put(object, "mean_seconds", seconds(load.mean()));
    put(object, "slowest_seconds", seconds(load.slowest()));
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  private static void put(ObjectNode object, String key, double value) {
    if (Double.isFinite(value)) {
      object.put(key, value);
    } else {
      object.putNull(key);
    }
  }
}
