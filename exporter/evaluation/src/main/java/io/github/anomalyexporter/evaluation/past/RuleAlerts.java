package io.github.anomalyexporter.evaluation.past;

import io.github.anomalyexporter.core.acceptance.Event;
import io.github.anomalyexporter.core.acceptance.LabelledRows;
import io.github.anomalyexporter.core.detector.Scores;
import io.github.anomalyexporter.core.score.Episode;
import java.util.BitSet;
import java.util.List;

/**
 * The alerts of the shipped rules about one labelled instance, compared with its events.
 *
 * @param withoutEvent alerts that do not fire within 10 minutes of an event
 * @param events events that are at least as long as the window of the rules; shorter ones end
 *     before an alert can fire
 * @param found those of them during which an alert fires
 */
public record RuleAlerts(int withoutEvent, int events, int found) {
  public static final RuleAlerts NONE = new RuleAlerts(0, 0, 0);

  /** Evaluates the rules on the scores of a labelled test set. */
  public static RuleAlerts of(Scores scores, LabelledRows labels) {
    double[] values = new double[scores.rows()];
    for (int row = 0; row < values.length; row++) {
      values[row] = scores.score(row);
    }
    BitSet exempt = new BitSet();
    BitSet firing = AlertRule.INSTANCE_ANOMALOUS.firing(values, exempt, labels.step());
    firing.or(AlertRule.INSTANCE_STRONGLY_ANOMALOUS.firing(values, exempt, labels.step()));
    int reach = AlertRule.rows(Episode.GAP, labels.step());
    List<Event> alerts = Event.runs(firing);
    List<Event> lasting =
        labels.events().stream()
            .filter(
                event ->
                    event.last() - event.first() + 1
                        >= AlertRule.rows(AlertRule.WINDOW, labels.step()))
            .toList();
    return new RuleAlerts(
        (int) alerts.stream().filter(alert -> !meetsAny(alert, labels.events(), reach)).count(),
        lasting.size(),
        (int) lasting.stream().filter(event -> meetsAny(event, alerts, 0)).count());
  }

  private static boolean meetsAny(Event event, List<Event> others, int reach) {
    return others.stream()
        .anyMatch(
            other ->
                event.first() <= other.last() + reach && event.last() >= other.first() - reach);
  }

  /** Returns the figures of both. */
  public RuleAlerts plus(RuleAlerts other) {
    return new RuleAlerts(
        withoutEvent + other.withoutEvent, events + other.events, found + other.found);
  }
}
