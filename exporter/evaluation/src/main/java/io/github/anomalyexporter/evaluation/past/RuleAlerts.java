package io.github.anomalyexporter.evaluation.past;

import io.github.anomalyexporter.core.acceptance.Alarms;
import io.github.anomalyexporter.core.acceptance.Event;
import io.github.anomalyexporter.core.acceptance.LabelledRows;
import io.github.anomalyexporter.core.detector.Scores;
import java.util.Arrays;
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
    Arrays.setAll(values, scores::score);
    Alarms alerts = new Alarms(AlertRule.anyFiring(values, new BitSet(), labels.step()), labels);
    int window = AlertRule.rows(AlertRule.WINDOW, labels.step());
    return new RuleAlerts(
        alerts.runsWithoutEvent(),
        lasting(labels.events(), window),
        lasting(alerts.detected(), window));
  }

  /** Returns the number of events of at least some rows. */
  private static int lasting(List<Event> events, int rows) {
    return (int) events.stream().filter(event -> event.last() - event.first() + 1 >= rows).count();
  }

  /** Returns the figures of both. */
  public RuleAlerts plus(RuleAlerts other) {
    return new RuleAlerts(
        withoutEvent + other.withoutEvent, events + other.events, found + other.found);
  }
}
