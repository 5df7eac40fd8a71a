package io.github.anomalyexporter.server.backtest;

import io.github.anomalyexporter.core.evaluation.FleetScores;
import io.github.anomalyexporter.core.evaluation.Incident;
import io.github.anomalyexporter.core.evaluation.IncidentFinding;
import io.github.anomalyexporter.core.evaluation.PastAlert;
import io.github.anomalyexporter.core.evaluation.ThresholdChoice;
import io.github.anomalyexporter.server.config.DetectorConfig;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a backtest found.
 *
 * @param trainings how many there were
 * @param alerts that the shipped rules would have given, in order of time
 * @param incidents in the range; null where nobody was asked for any
 * @param findings what became of each of them
 * @param choices what other thresholds would have given, from low to high
 */
public record BacktestResult(
    DetectorConfig config,
    int trainings,
    FleetScores scores,
    List<PastAlert> alerts,
    @Nullable List<Incident> incidents,
    List<IncidentFinding> findings,
    List<ThresholdChoice> choices,
    Preflight preflight) {

  static BacktestResult of(
      DetectorConfig config,
      int trainings,
      FleetScores scores,
      @Nullable List<Incident> incidents,
      Preflight preflight) {
    List<Incident> known = incidents == null ? List.of() : incidents;
    return new BacktestResult(
        config,
        trainings,
        scores,
        scores.alerts(),
        incidents,
        scores.findings(known),
        scores.choices(known),
        preflight);
  }

  /** Whether anything was scored, so that there is something to say of alerts. */
  public boolean isScored() {
    return scores.hostDays() > 0;
  }

  /** Of a count over the range: how many for an instance and day. */
  double perHostDay(double count) {
    return count / scores.hostDays();
  }

  /** The incidents that cover an alert. */
  List<Incident> covering(PastAlert alert) {
    return incidents == null
        ? List.of()
        : incidents.stream()
            .filter(it -> it.covers(alert.instance(), alert.start(), alert.end()))
            .toList();
  }

  /** Those of which something can be said. */
  List<IncidentFinding> counted() {
    return findings.stream().filter(IncidentFinding::scored).toList();
  }
}
