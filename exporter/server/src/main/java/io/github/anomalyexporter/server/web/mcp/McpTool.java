package io.github.anomalyexporter.server.web.mcp;

import io.github.anomalyexporter.core.score.InstanceState;
import io.github.anomalyexporter.server.web.api.ToolDocuments;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;

/** A tool: its name is that of the constant in lower case. */
@SuppressWarnings("ImmutableEnumChecker") // The schema and the function are immutable.
enum McpTool {
  LIST_ANOMALIES(
      "Current anomalies",
      "Lists the instances whose score is above 1 (anomalous) or which are on a new level, the highest score"
          + " first. Each has the features that contribute most, with actual and expected values.",
      List.of(),
      arguments(
          Argument.DETECTOR,
          limit(ToolDocuments.MOST_ANOMALIES, "Maximum number of instances. Default: 20.")),
      ToolDocuments::anomalies),
  EXPLAIN_INSTANCE(
      "Score of an instance",
      "Explains the score of one instance: its state and the reason for it, the score, the threshold and how"
          + " it was calibrated, and all features by descending contribution, with actual and expected values."
          + " Several instances are returned if they have the same name and other labels.",
      List.of("instance"),
      arguments(
          new Argument(
              "instance", "string", "Value of the label instance, such as web-1:9100.", Map.of()),
          Argument.DETECTOR,
          Argument.MATCH),
      ToolDocuments::explanation),
  LIST_INSTANCES(
      "Instances",
      "Lists instances with state and score, without features. An instance has to pass all filters.",
      List.of(),
      arguments(
          Argument.DETECTOR,
          Argument.STATE,
          new Argument(
              "anomalous",
              "boolean",
              "true: only scores above 1. false: only scores of at most 1; an instance without a score has"
                  + " neither.",
              Map.of()),
          Argument.MATCH,
          limit(ToolDocuments.MOST_INSTANCES, "Maximum number of instances. Default: 100."),
          new Argument(
              "cursor",
              "string",
              "page.next_cursor of the result before, for the next part.",
              Map.of())),
      ToolDocuments::instances),
  DETECTOR_STATUS(
      "Detectors",
      "Returns the detectors: last scoring, number of instances by state, active anomalies, drift of the"
          + " scores since the training, and the model with its history.",
      List.of(),
      arguments(Argument.DETECTOR),
      ToolDocuments::status),
  COMPARE_WINDOW(
      "Changes of a time window",
      "Compares the values of all hosts in a time window with a baseline, by default the four times as long"
          + " time right before it. Returns the features and the instances that changed most, the largest"
          + " change first (above 5 is rare without a reason), each instance with its most changed features,"
          + " medians and onset, and the order of onset: what changed first is a likely cause. missing_in:"
          + " a service or host stopped (window) or is new (baseline). Needs no model; queries Prometheus.",
      List.of(),
      arguments(
          new Argument(
              "detector",
              "string",
              "Name of a detector, such as node. May be absent if there is only one.",
              Map.of()),
          time("start", "Start of the window. Default: an hour before end."),
          time("end", "End of the window. Default: now."),
          time(
              "baseline_start",
              "Start of the baseline. Default: four lengths of the window before baseline_end."),
          time("baseline_end", "End of the baseline. Default: start."),
          Argument.MATCH,
          limit(ToolDocuments.MOST_INSTANCES, "Maximum number of instances. Default: 20.")),
      ToolDocuments::comparison),
  LIST_BACKTESTS(
      "Backtests",
      "Lists the backtests that wait, run or have ended, the newest first, without their results.",
      List.of(),
      arguments(),
      ToolDocuments::backtests),
  GET_BACKTEST(
      "Result of a backtest",
      "Returns one backtest: its state and progress, and when it has succeeded its result: the alerts that past"
          + " data would have caused, per instance, and how other thresholds would change their number.",
      List.of("id"),
      arguments(
          new Argument("id", "string", "Id of a backtest, as list_backtests has it.", Map.of())),
      ToolDocuments::backtest),
  START_BACKTEST(
      "Start a backtest",
      "Starts a backtest of a detector over past data of Prometheus, optionally with changes; the configuration"
          + " stays as it is. It takes minutes, and queries Prometheus: ask get_backtest for progress and result.",
      List.of("detector"),
      arguments(
          Argument.text("detector", "Name of the detector of the configuration, such as node."),
          Argument.text("start", "Start of the range: RFC 3339, or a duration ago such as 7d."),
          Argument.text("end", "End of the range, in the same form. Default: now."),
          new Argument(
              "incidents",
              "string",
              "alerts: the alerts in Prometheus are incidents to be found.",
              Map.of("enum", List.of("alerts"))),
          Argument.text("selector", "Another selector: label matchers of PromQL."),
          Argument.text("preset", "Another preset."),
          Argument.text("type", "Another kind of detector."),
          new Argument(
              "false_alarms_per_day",
              "number",
              "Another number of false alarms a day that an instance may raise.",
              Map.of())),
      ToolDocuments::startBacktest);

  private final String title;
  private final String description;
  private final Map<String, Object> schema;
  private final BiFunction<ToolDocuments, Map<String, ?>, Object> answer;

  McpTool(
      String title,
      String description,
      List<String> required,
      Map<String, Object> arguments,
      BiFunction<ToolDocuments, Map<String, ?>, Object> answer) {
    this.title = title;
    this.description = description;
    this.schema =
        Map.of(
            "type",
            "object",
            "properties",
            arguments,
            "required",
            required,
            "additionalProperties",
            false);
    this.answer = answer;
  }

  /**
   * An argument of a tool.
   *
   * @param more further members of its JSON schema
   */
  private record Argument(String name, String type, String description, Map<String, Object> more) {
    static final Argument DETECTOR =
        new Argument(
            "detector", "string", "Name of a detector, such as node. Default: all.", Map.of());

    static final Argument MATCH =
        new Argument(
            "match",
            "string",
            "Label matchers of PromQL, such as {instance=~\"web-.*\", job!=\"test\"}.",
            Map.of());

    static final Argument STATE =
        new Argument(
            "state",
            "array",
            "States, of which an instance has to have one. Default: all.",
            Map.of(
                "items",
                Map.of(
                    "type",
                    "string",
                    "enum",
                    Arrays.stream(InstanceState.values()).map(InstanceState::label).toList())));

    static Argument text(String name, String description) {
      return new Argument(name, "string", description, Map.of());
    }

    Map<String, Object> schema() {
      Map<String, Object> schema = new LinkedHashMap<>();
      schema.put("type", type);
      schema.put("description", description);
      schema.putAll(more);
      return schema;
    }
  }

  private static Argument limit(int most, String description) {
    return new Argument("limit", "integer", description, Map.of("minimum", 1, "maximum", most));
  }

  private static Argument time(String name, String description) {
    return new Argument(
        name, "string", description + " RFC 3339, such as 2026-03-02T12:00:00Z.", Map.of());
  }

  private static Map<String, Object> arguments(Argument... arguments) {
    Map<String, Object> schemas = new LinkedHashMap<>();
    for (Argument each : arguments) {
      schemas.put(each.name(), each.schema());
    }
    return schemas;
  }

  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns whether it changes no state. */
  boolean isReadOnly() {
    return this != START_BACKTEST;
  }

  String title() {
    return title;
  }

  String description() {
    return description;
  }

  /** Returns the JSON schema of the arguments. */
  Map<String, Object> schema() {
    return schema;
  }

  /** Returns the result, to be written as JSON. */
  Object answer(ToolDocuments documents, Map<String, ?> arguments) {
    return answer.apply(documents, arguments);
  }
}
