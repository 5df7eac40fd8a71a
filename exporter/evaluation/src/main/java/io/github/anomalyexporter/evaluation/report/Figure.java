package io.github.anomalyexporter.evaluation.report;

import io.github.anomalyexporter.evaluation.figure.Figures;
import java.util.Collection;

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
  EVENTS_DETECTED_AT_ONE_FALSE_ALARM_A_DAY;

  /** Returns the value; NaN without labels or if undefined. */
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
      case EVENTS_DETECTED_AT_ONE_FALSE_ALARM_A_DAY -> figures.hindsight().detected();
    };
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
