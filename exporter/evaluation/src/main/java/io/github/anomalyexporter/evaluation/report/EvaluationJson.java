package io.github.anomalyexporter.evaluation.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.anomalyexporter.evaluation.figure.Explanation;
import io.github.anomalyexporter.evaluation.figure.Figures;
import io.github.anomalyexporter.evaluation.figure.Proportion;
import io.github.anomalyexporter.output.JsonDocument;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Evaluations as JSON; unknown values are null. */
public final class EvaluationJson {
  private EvaluationJson() {}

  /**
   * Returns an object for one evaluation; for several a list that ends with an object of means for
   * each detector.
   *
   * @param evaluations at least one
   */
  public static String of(List<Evaluation> evaluations) {
    if (evaluations.size() == 1) {
      return JsonDocument.indented(Single.of(evaluations.get(0)));
    }
    List<Object> list = new ArrayList<>();
    evaluations.forEach(evaluation -> list.add(Single.of(evaluation)));
    Summary.byDetector(evaluations).forEach(summary -> list.add(Means.of(summary)));
    return JsonDocument.indented(list);
  }

  /**
   * One evaluation.
   *
   * @param falseAlarms null without labels
   * @param threshold null without labels
   */
  private record Single(
      String instance,
      String detector,
      long seed,
      @JsonUnwrapped Quality quality,
      int rows,
      int unknownRows,
      @JsonInclude(Include.NON_NULL) @Nullable Integer falseAlarms,
      @JsonInclude(Include.NON_NULL) @JsonProperty("threshold_at_one_false_alarm_a_day")
          @Nullable Number threshold) {
    static Single of(Evaluation evaluation) {
      Figures figures = evaluation.figures();
      return new Single(
          evaluation.instance(),
          evaluation.detector(),
          evaluation.seed(),
          Quality.of(new Summary(List.of(evaluation))),
          evaluation.rows(),
          evaluation.unknownRows(),
          figures == null ? null : figures.falseAlarms(),
          figures == null ? null : number(figures.hindsight().threshold()));
    }
  }

  /** The means of a detector. */
  private record Means(
      int meanOf,
      String detector,
      List<Long> seeds,
      @JsonUnwrapped Quality quality,
      List<Number> vusPrOfSeeds) {
    static Means of(Summary summary) {
      return new Means(
          summary.evaluations().size(),
          summary.detector(),
          List.copyOf(summary.bySeed().keySet()),
          Quality.of(summary),
          summary.bySeed().values().stream().map(it -> number(Figure.VUS_PR.mean(it))).toList());
    }
  }

  /**
   * Figures of one or several evaluations.
   *
   * @param recallInterval null without labels
   * @param hindsightRecallInterval null without labels
   * @param explanation null if no event can be explained
   */
  private record Quality(
      Number vusPr,
      Number vusRoc,
      Number aucPr,
      Number aucRoc,
      Number events,
      Number eventsDetected,
      Number falseAlarmsPerDay,
      Number medianDetectionDelaySeconds,
      Number medianAlarmEndSeconds,
      @JsonProperty("events_detected_at_one_false_alarm_a_day") Number hindsightDetected,
      Number trainSeconds,
      Number scoreSeconds,
      Number recall,
      @JsonInclude(Include.NON_NULL) @Nullable List<Double> recallInterval,
      @JsonProperty("recall_at_one_false_alarm_a_day") Number hindsightRecall,
      @JsonInclude(Include.NON_NULL) @JsonProperty("recall_at_one_false_alarm_a_day_interval")
          @Nullable List<Double> hindsightRecallInterval,
      Number singleFeatureEvents,
      Number singleFeatureEventsDetected,
      Number manyFeatureEvents,
      Number manyFeatureEventsDetected,
      @JsonInclude(Include.NON_NULL) @Nullable Explained explanation) {
    static Quality of(Summary summary) {
      List<Evaluation> evaluations = summary.evaluations();
      return new Quality(
          number(Figure.VUS_PR.mean(evaluations)),
          number(Figure.VUS_ROC.mean(evaluations)),
          number(Figure.AUC_PR.mean(evaluations)),
          number(Figure.AUC_ROC.mean(evaluations)),
          number(Figure.EVENTS.mean(evaluations)),
          number(Figure.EVENTS_DETECTED.mean(evaluations)),
          number(Figure.FALSE_ALARMS_PER_DAY.mean(evaluations)),
          number(Figure.MEDIAN_DETECTION_DELAY_SECONDS.mean(evaluations)),
          number(Figure.MEDIAN_ALARM_END_SECONDS.mean(evaluations)),
          number(Figure.EVENTS_DETECTED_AT_ONE_FALSE_ALARM_A_DAY.mean(evaluations)),
          number(summary.meanSeconds(Evaluation::training)),
          number(summary.meanSeconds(Evaluation::scoring)),
          ratio(summary.recall()),
          interval(summary.recall()),
          ratio(summary.hindsightRecall()),
          interval(summary.hindsightRecall()),
          number(Figure.SINGLE_FEATURE_EVENTS.mean(evaluations)),
          number(Figure.SINGLE_FEATURE_EVENTS_DETECTED.mean(evaluations)),
          number(Figure.MANY_FEATURE_EVENTS.mean(evaluations)),
          number(Figure.MANY_FEATURE_EVENTS_DETECTED.mean(evaluations)),
          Explained.of(summary.explanation()));
    }
  }

  /** How well contributions identify the affected features. */
  private record Explained(
      int events,
      @JsonProperty("top_3") Number topThree,
      @JsonProperty("hit_rate_100") Number hitRate100,
      @JsonProperty("hit_rate_150") Number hitRate150) {
    static @Nullable Explained of(@Nullable Explanation explanation) {
      return explanation == null
          ? null
          : new Explained(
              explanation.events(),
              number(explanation.topThree()),
              number(explanation.hitRate100()),
              number(explanation.hitRate150()));
    }
  }

  private static Number ratio(@Nullable Proportion proportion) {
    return proportion == null ? Double.NaN : number(proportion.ratio());
  }

  private static @Nullable List<Double> interval(@Nullable Proportion proportion) {
    return proportion == null ? null : List.of(proportion.low(), proportion.high());
  }

  /** Integers are written without a fraction. */
  private static Number number(double value) {
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      return (long) value;
    }
    return value;
  }
}
