package io.github.anomalyexporter.evaluation.backtest;

import io.github.anomalyexporter.evaluation.past.FleetScores;
import io.github.anomalyexporter.evaluation.past.Incident;
import io.github.anomalyexporter.evaluation.past.IncidentFinding;
import io.github.anomalyexporter.evaluation.past.PastAlert;
import io.github.anomalyexporter.evaluation.past.ThresholdChoice;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Result of a backtest.
 *
 * @param trainings number of trainings
 * @param alerts alerts of the shipped rules, in order of time
 * @param incidents incidents in the range; null if not requested
 * @param findings outcome of each incident
 * @param choices results of other thresholds, in ascending order
 */
public record BacktestResult(
    Setup setup,
    int trainings,
    FleetScores scores,
    List<PastAlert> alerts,
    @Nullable List<Incident> incidents,
    List<IncidentFinding> findings,
    List<ThresholdChoice> choices,
    Preflight preflight) {

  /**
   * The configuration of the detector.
   *
   * @param detector its name
   * @param history maximum length of the history of a training
   */
  public record Setup(
      String detector, Duration scoringInterval, Duration history, Duration trainingInterval) {}

  /** Creates the result, with the alerts, findings and choices of the scores. */
  public static BacktestResult of(
      Setup setup,
      int trainings,
      FleetScores scores,
      @Nullable List<Incident> incidents,
      Preflight preflight) {
    List<Incident> known = incidents == null ? List.of() : incidents;
    return new BacktestResult(
        setup,
        trainings,
        scores,
        scores.alerts(),
        incidents,
        scores.findings(known),
        scores.choices(known),
        preflight);
  }

  /** Returns whether any row was scored. */
  public boolean isScored() {
    return scores.hostDays() > 0;
  }

  /** Converts a count over the range to a rate per instance and day. */
  double perHostDay(double count) {
    return count / scores.hostDays();
  }

  /** Returns the incidents that cover an alert. */
  List<Incident> covering(PastAlert alert) {
    return incidents == null
        ? List.of()
        : incidents.stream()
            .filter(it -> it.covers(alert.instance(), alert.start(), alert.end()))
            .toList();
  }

  /** Returns the findings of incidents in scored time. */
  List<IncidentFinding> counted() {
    return findings.stream().filter(IncidentFinding::scored).toList();
  }
}
