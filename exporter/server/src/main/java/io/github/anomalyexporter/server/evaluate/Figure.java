package io.github.anomalyexporter.server.evaluate;

import io.github.anomalyexporter.core.evaluation.Figures;
import java.util.Collection;
import java.util.Locale;

/** A number that an evaluation gives, and whose mean over evaluations is told too. */
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

  /** As JSON has it. */
  String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** NaN where there are no labels, or it cannot be said. */
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

  /** Over the evaluations that have it; NaN where none has. */
  double mean(Collection<Evaluation> evaluations) {
    return evaluations.stream()
        .mapToDouble(this::of)
        .filter(each -> !Double.isNaN(each))
        .average()
        .orElse(Double.NaN);
  }
}
