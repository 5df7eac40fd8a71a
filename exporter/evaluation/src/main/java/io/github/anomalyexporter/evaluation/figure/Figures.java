package io.github.anomalyexporter.evaluation.figure;

import io.github.anomalyexporter.core.acceptance.Alarms;
import io.github.anomalyexporter.core.acceptance.Event;
import io.github.anomalyexporter.core.acceptance.HindsightRecall;
import io.github.anomalyexporter.core.acceptance.LabelledRows;
import io.github.anomalyexporter.core.detector.Scores;
import io.github.anomalyexporter.core.series.Median;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The quality figures of the scores of one labelled test set. Unknown scores rank lowest and raise
 * no alarm. A figure without data, such as a median of no values, is NaN.
 *
 * @param rows of the test set
 * @param unknownRows rows without a score
 * @param volume under the surface, over buffers from 0 to an hour
 * @param area under the curve
 * @param events labelled events
 * @param eventsDetected events with a score above 1 inside
 * @param falseAlarms episodes of scores above 1 away from events, {@link Alarms#falseAlarms}
 * @param falseAlarmsPerDay of the test set
 * @param medianDetectionDelaySeconds from the first row of a detected event to its first score
 *     above 1; NaN if none is detected
 * @param alarmEndSeconds from the last row of an event to the last row of the alarm that began in
 *     it, {@link AlarmEnds}
 * @param hindsight events found by the best threshold
 * @param explanation null without interpretations
 * @param eventsByFeatures null without interpretations
 */
public record Figures(
    int rows,
    int unknownRows,
    VolumeUnderSurface volume,
    AreaUnderCurve area,
    int events,
    int eventsDetected,
    int falseAlarms,
    double falseAlarmsPerDay,
    double medianDetectionDelaySeconds,
    List<Double> alarmEndSeconds,
    HindsightRecall hindsight,
    @Nullable Explanation explanation,
    @Nullable EventsByFeatures eventsByFeatures) {

  public Figures {
    alarmEndSeconds = List.copyOf(alarmEndSeconds);
  }

  /** Median of {@link #alarmEndSeconds}; NaN without an alarm that counts. */
  public double medianAlarmEndSeconds() {
    return Median.of(alarmEndSeconds.stream().mapToDouble(Double::doubleValue));
  }

  /**
   * Computes all figures.
   *
   * @param interpretations of the events, as far as known; may be empty
   */
  public static Figures of(
      Scores scores, LabelledRows labels, Collection<Interpretation> interpretations) {
    if (scores.rows() != labels.rows()) {
      throw new IllegalArgumentException(
          scores.rows() + " scores for " + labels.rows() + " labelled rows");
    }
    double[] ranking = scores.ranking();
    Alarms alarms = new Alarms(scores.alarms(), labels);
    List<Event> detected = alarms.detected();
    int falseAlarms = alarms.falseAlarms();
    return new Figures(
        scores.rows(),
        scores.unknownRows(),
        VolumeUnderSurface.of(ranking, labels, labels.rowsPerHour()),
        AreaUnderCurve.of(ranking, labels),
        labels.events().size(),
        detected.size(),
        falseAlarms,
        falseAlarms / labels.days(),
        alarms.medianDelaySeconds(),
        AlarmEnds.seconds(scores.alarms(), labels),
        HindsightRecall.of(ranking, labels),
        interpretations.isEmpty() ? null : Explanation.of(scores, alarms, interpretations),
        interpretations.isEmpty() ? null : EventsByFeatures.of(alarms, labels, interpretations));
  }
}
