package io.github.anomalyexporter.evaluation.html;

import io.github.anomalyexporter.core.acceptance.Event;
import io.github.anomalyexporter.core.detector.Scores;
import io.github.anomalyexporter.core.time.PrometheusDuration;
import io.github.anomalyexporter.evaluation.figure.EventFinding;
import io.github.anomalyexporter.evaluation.figure.Explanation;
import io.github.anomalyexporter.evaluation.figure.Interpretation;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Table of events: detection, delay and contributing features. */
final class EventTable {
  private static final int TOP_FEATURES = 5;
  private static final int BAR = 180;

  /** Smaller shares would be shown as 0 %. */
  private static final double LEAST_SHARE = 0.005;

  private EventTable() {}

  /**
   * Returns the table as HTML.
   *
   * @param interpretations known features of the events, which are marked
   */
  static String write(
      Scores scores, List<Event> events, List<Interpretation> interpretations, Duration step) {
    StringBuilder html =
        new StringBuilder(
            "<table><tr><th>rows</th><th>length</th><th>found</th><th>largest score</th>"
                + "<th class=\"left\">top features</th></tr>\n");
    for (Event event : events) {
      EventFinding finding = EventFinding.of(scores, event);
      String found =
          finding.firstAlarm().isEmpty()
              ? "missed"
              : "after "
                  + PrometheusDuration.format(
                      step.multipliedBy(finding.firstAlarm().getAsInt() - event.first()));
      html.append(
          String.format(
              Locale.ROOT,
              "<tr><td>%d - %d</td><td>%s</td><td>%s</td><td>%.2f</td><td class=\"left\">%s</td></tr>%n",
              event.first(),
              event.last(),
              PrometheusDuration.format(step.multipliedBy(event.last() - event.first() + 1L)),
              found,
              scores.score(finding.peakRow()),
              bars(scores, finding, Explanation.truth(event, interpretations))));
    }
    return html.append("</table>\n").toString();
  }

  private static String bars(Scores scores, EventFinding finding, Set<Integer> truth) {
    StringBuilder html = new StringBuilder();
    for (int feature :
        finding.ranked().subList(0, Math.min(TOP_FEATURES, scores.features().size()))) {
      double share = finding.contribution(feature);
      if (share >= LEAST_SHARE) {
        html.append(
            String.format(
                Locale.ROOT,
                "<div><span class=\"bar %s\" style=\"width:%.0fpx\"></span> %.0f %% %s%s</div>",
                truth.contains(feature) ? "true" : "",
                BAR * share,
                100 * share,
                Picture.escape(scores.features().name(feature)),
                truth.contains(feature) ? " (true)" : ""));
      }
    }
    return html.toString();
  }
}
