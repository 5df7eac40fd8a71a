package io.github.anomalyexporter.evaluation.past;

import io.github.anomalyexporter.core.acceptance.Event;
import io.github.anomalyexporter.core.series.TimeRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The past scores of all instances of a detector, and the alerts that they would have raised.
 *
 * @param range of the rows of each instance
 */
public record FleetScores(TimeRange range, List<ScoredInstance> instances) {
  public FleetScores {
    instances = List.copyOf(instances);
  }

  /** Number of days with scores, summed over instances. */
  public double hostDays() {
    return instances.stream().mapToDouble(this::days).sum();
  }

  /** Number of days of an instance with scores. */
  public double days(ScoredInstance instance) {
    return (double) instance.knownRows() * range.step().toMillis() / Duration.ofDays(1).toMillis();
  }

  /** Returns all alerts of the shipped rules about instances, in order of time. */
  public List<PastAlert> alerts() {
    return alerts(ThresholdChoice.CALIBRATED);
  }

  private List<PastAlert> alerts(double multiple) {
    List<PastAlert> alerts = new ArrayList<>();
    for (ScoredInstance instance : instances) {
      BitSet strong = instance.firing(AlertRule.INSTANCE_STRONGLY_ANOMALOUS, multiple);
      BitSet any = instance.firing(AlertRule.INSTANCE_ANOMALOUS, multiple);
      any.or(strong);
      for (Event run : Event.runs(any)) {
        int strongRow = strong.nextSetBit(run.first());
        boolean isStrong = strongRow >= 0 && strongRow <= run.last();
        alerts.add(alert(instance, run, isStrong));
      }
    }
    alerts.sort(Comparator.comparing(PastAlert::start).thenComparing(PastAlert::instance));
    return alerts;
  }

  private PastAlert alert(ScoredInstance instance, Event run, boolean strong) {
    // The rule fires because of the rows in its window before it fires.
    int lookback =
        AlertRule.rows(AlertRule.WINDOW, range.step())
            + AlertRule.rows(AlertRule.FOR, range.step());
    int peak = run.first();
    for (int row = Math.max(0, run.first() - lookback); row <= run.last(); row++) {
      if (instance.score(row) > instance.score(peak) || Double.isNaN(instance.score(peak))) {
        peak = row;
      }
    }
    AlertRule rule = strong ? AlertRule.INSTANCE_STRONGLY_ANOMALOUS : AlertRule.INSTANCE_ANOMALOUS;
    return new PastAlert(
        instance.instance(),
        rule.name(),
        range.at(run.first()),
        range.at(run.last()),
        instance.score(peak),
        instance.explanation(peak));
  }

  /** Number of episodes of scores above 1 of an instance. */
  public int episodes(ScoredInstance instance) {
    return instance.episodes(ThresholdChoice.CALIBRATED).size();
  }

  /** Returns the finding of each incident, in their order. */
  public List<IncidentFinding> findings(Collection<Incident> incidents) {
    return findings(incidents, alerts());
  }

  private List<IncidentFinding> findings(Collection<Incident> incidents, List<PastAlert> alerts) {
    return incidents.stream()
        .map(
            incident -> {
              Optional<PastAlert> first =
                  alerts.stream()
                      .filter(it -> incident.isFoundBy(it.instance(), it.start(), it.end()))
                      .findFirst();
              return new IncidentFinding(incident, isScored(incident), first.orElse(null));
            })
        .toList();
  }

  private boolean isScored(Incident incident) {
    return instances.stream()
        .filter(instance -> incident.concerns(instance.instance()))
        .anyMatch(
            instance -> {
              for (int row = 0; row < instance.rows(); row++) {
                boolean during =
                    !range.at(row).isBefore(incident.start())
                        && !range.at(row).isAfter(incident.end());
                if (during && !Double.isNaN(instance.score(row))) {
                  return true;
                }
              }
              return false;
            });
  }

  /** Returns the results with other thresholds, ascending, including the calibrated thresholds. */
  public List<ThresholdChoice> choices(Collection<Incident> incidents) {
    return ThresholdChoice.MULTIPLES.stream().map(it -> choice(it, incidents)).toList();
  }

  private ThresholdChoice choice(double multiple, Collection<Incident> incidents) {
    List<PastAlert> alerts = alerts(multiple);
    long outside =
        alerts.stream()
            .filter(
                alert ->
                    incidents.stream()
                        .noneMatch(it -> it.covers(alert.instance(), alert.start(), alert.end())))
            .count();
    long found =
        findings(incidents, alerts).stream()
            .filter(IncidentFinding::scored)
            .map(IncidentFinding::alert)
            .filter(Objects::nonNull)
            .count();
    int episodes = instances.stream().mapToInt(it -> it.episodes(multiple).size()).sum();
    return new ThresholdChoice(
        multiple, alerts.size(), Math.toIntExact(outside), episodes, Math.toIntExact(found));
  }
}
