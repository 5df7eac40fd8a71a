package io.github.anomalyexporter.evaluation.figure;

import io.github.anomalyexporter.core.acceptance.Alarms;
import io.github.anomalyexporter.core.acceptance.Event;
import io.github.anomalyexporter.core.detector.Scores;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * How well contributions identify the features that an incident affected: for each detected event
 * with an interpretation, the features are ranked by their mean contribution over its alarm rows.
 *
 * @param events number of detected events with an interpretation
 * @param topThree share of them with a true feature among the first three; NaN without events
 * @param hitRate100 mean HitRate@100% (Su et al., "OmniAnomaly", KDD 2019): with n true features,
 *     the share of them among the first n
 * @param hitRate150 the same among the first 1.5 n, rounded down
 */
public record Explanation(int events, double topThree, double hitRate100, double hitRate150) {
  /**
   * Computes the explanation of detected events.
   *
   * @param interpretations of some events; the features of several ones for one event are joined
   */
  static Explanation of(Scores scores, Alarms alarms, Collection<Interpretation> interpretations) {
    int events = 0;
    double topThree = 0;
    double hitRate100 = 0;
    double hitRate150 = 0;
    for (Event event : alarms.detected()) {
      Set<Integer> truth = truth(event, interpretations);
      if (!truth.isEmpty()) {
        List<Integer> ranked = EventFinding.of(scores, event).ranked();
        events++;
        topThree += hits(ranked, 3, truth) > 0 ? 1 : 0;
        hitRate100 += (double) hits(ranked, truth.size(), truth) / truth.size();
        hitRate150 += (double) hits(ranked, truth.size() * 3 / 2, truth) / truth.size();
      }
    }
    return new Explanation(events, topThree / events, hitRate100 / events, hitRate150 / events);
  }

  /**
   * Returns the features that an event affected; empty without an interpretation.
   *
   * @param interpretations of any events
   */
  public static Set<Integer> truth(Event event, Collection<Interpretation> interpretations) {
    return interpretations.stream()
        .filter(interpretation -> interpretation.overlaps(event))
        .flatMap(interpretation -> interpretation.features().stream())
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static long hits(List<Integer> ranked, int first, Set<Integer> truth) {
    return ranked.stream().limit(first).filter(truth::contains).count();
  }
}
