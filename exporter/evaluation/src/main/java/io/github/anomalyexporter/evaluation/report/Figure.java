package io.github.anomalyexporter.evaluation.report;

import io.github.anomalyexporter.evaluation.figure.EventsByFeatures;
import io.github.anomalyexporter.evaluation.figure.Figures;
import java.util.Collection;
import java.util.function.ToIntFunction;

/** Figure of an evaluation that is also averaged over evaluations. */
enum Figure {
  VUS_PR,
  VUS_ROC,
  AUC_PR,
  AUC_ROC,
  EVENTS,
  EVENTS_DETECTED,
  FALSE_ALARMS_PER_DAY,
  MEDIAN_DETECTION_DELAY_SECONDS,
  MEDIAN_ALARM_END_SECONDS,
  SINGLE_FEATURE_EVENTS,
  SINGLE_FEATURE_EVENTS_DETECTED,
  MANY_FEATURE_EVENTS,
  MANY_FEATURE_EVENTS_DETECTED,
  EVENTS_DETECTED_AT_ONE_FALSE_ALARM_A_DAY;

  /** Returns the value; NaN without labels, without interpretations, or if undefined. */
  double of(Evaluation evaluation) {
    Figures figures = evaluation.figures();
    return figures == null ? Double.NaN : of(figures);
  }

  private double of(Figures figures) {
    return switch (this) {
      case VUS_PR -> figures.volume().pr();
      case VUS_ROC -> figures.volume().roc();
      case AUC_PR -> figures.area().pr();
      case AUC_ROC -> figures.area().roc();
      case EVENTS -> figures.events();
      case EVENTS_DETECTED -> figures.eventsDetected();
      case FALSE_ALARMS_PER_DAY -> figures.falseAlarmsPerDay();
      case MEDIAN_DETECTION_DELAY_SECONDS -> figures.medianDetectionDelaySeconds();
      case MEDIAN_ALARM_END_SECONDS -> figures.medianAlarmEndSeconds();
      case SINGLE_FEATURE_EVENTS -> byFeatures(figures, EventsByFeatures::single);
      case SINGLE_FEATURE_EVENTS_DETECTED -> byFeatures(figures, EventsByFeatures::singleDetected);
      case MANY_FEATURE_EVENTS -> byFeatures(figures, EventsByFeatures::many);
      case MANY_FEATURE_EVENTS_DETECTED -> byFeatures(figures, EventsByFeatures::manyDetected);
      case EVENTS_DETECTED_AT_ONE_FALSE_ALARM_A_DAY -> figures.hindsight().detected();
    };
  }

  private static double byFeatures(Figures figures, ToIntFunction<EventsByFeatures> count) {
    EventsByFeatures events = figures.eventsByFeatures();
    return events == null ? Double.NaN : count.applyAsInt(events);
  }

  /** Returns the mean over the evaluations with a value; NaN if none has a value. */
  double mean(Collection<Evaluation> evaluations) {
    return evaluations.stream()
        .mapToDouble(this::of)
        .filter(each -> !Double.isNaN(each))
        .average()
        .orElse(Double.NaN);
  }
}
