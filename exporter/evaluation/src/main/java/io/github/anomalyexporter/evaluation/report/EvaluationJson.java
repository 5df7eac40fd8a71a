package io.github.anomalyexporter.evaluation.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.anomalyexporter.evaluation.figure.Explanation;
import io.github.anomalyexporter.evaluation.figure.Figures;
import io.github.anomalyexporter.evaluation.figure.Proportion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Evaluations as JSON; unknown values are null. */
public final class EvaluationJson {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private EvaluationJson() {}

  /**
   * Returns an object for one evaluation; for several a list that ends with an object of means for
   * each detector.
   *
   * @param evaluations at least one
   */
  public static String of(List<Evaluation> evaluations) {
    try {
      return new ObjectMapper()
          .writerWithDefaultPrettyPrinter()
          .writeValueAsString(node(evaluations));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("JSON of numbers cannot be written", e);
    }
  }

  private static JsonNode node(List<Evaluation> evaluations) {
    if (evaluations.size() == 1) {
      return object(evaluations.get(0));
    }
    ArrayNode list = NODES.arrayNode();
    evaluations.forEach(evaluation -> list.add(object(evaluation)));
    Summary.byDetector(evaluations).forEach(summary -> list.add(means(summary)));
    return list;
  }

  private static ObjectNode object(Evaluation evaluation) {
    ObjectNode object = NODES.objectNode();
    object.put("instance", evaluation.instance());
    object.put("detector", evaluation.detector());
    object.put("seed", evaluation.seed());
    Summary summary = new Summary(List.of(evaluation));
    addFigures(object, summary);
    object.put("rows", evaluation.rows());
    object.put("unknown_rows", evaluation.unknownRows());
    Figures figures = evaluation.figures();
    if (figures != null) {
      object.put("false_alarms", figures.falseAlarms());
      put(object, "threshold_at_one_false_alarm_a_day", figures.hindsight().threshold());
    }
    return object;
  }

  private static ObjectNode means(Summary summary) {
    ObjectNode object = NODES.objectNode();
    object.put("mean_of", summary.evaluations().size());
    object.put("detector", summary.detector());
    ArrayNode seeds = object.putArray("seeds");
    summary.bySeed().keySet().forEach(seeds::add);
    addFigures(object, summary);
    ArrayNode ofSeeds = object.putArray("vus_pr_of_seeds");
    summary.bySeed().values().forEach(each -> ofSeeds.add(number(Figure.VUS_PR.mean(each))));
    return object;
  }

  private static void addFigures(ObjectNode object, Summary summary) {
    for (Figure figure : Figure.values()) {
      put(object, figure.key(), figure.mean(summary.evaluations()));
    }
    put(object, "train_seconds", summary.meanSeconds(Evaluation::training));
    put(object, "score_seconds", summary.meanSeconds(Evaluation::scoring));
    put(object, "recall", summary.recall());
    put(object, "recall_at_one_false_alarm_a_day", summary.hindsightRecall());
    Explanation explanation = summary.explanation();
    if (explanation != null) {
      ObjectNode explained = object.putObject("explanation");
      explained.put("events", explanation.events());
      put(explained, "top_3", explanation.topThree());
      put(explained, "hit_rate_100", explanation.hitRate100());
      put(explained, "hit_rate_150", explanation.hitRate150());
    }
  }

  private static void put(ObjectNode object, String key, @Nullable Proportion proportion) {
    put(object, key, proportion == null ? Double.NaN : proportion.ratio());
    if (proportion != null) {
      object.putArray(key + "_interval").add(proportion.low()).add(proportion.high());
    }
  }

  private static void put(ObjectNode object, String key, double value) {
    object.set(key, number(value));
  }

  /** Writes integers without a fraction. */
  private static JsonNode number(double value) {
    if (!Double.isFinite(value)) {
      return NODES.nullNode();
    }
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? NODES.numberNode((long) value)
        : NODES.numberNode(value);
  }
}
