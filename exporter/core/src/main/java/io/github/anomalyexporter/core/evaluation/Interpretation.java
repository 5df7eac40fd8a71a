package io.github.anomalyexporter.core.evaluation;

import java.util.Set;

/**
 * Which features an incident showed in, as people found out afterwards.
 *
 * @param first row
 * @param last row; one too many does no harm
 * @param features indices from 0, at least one
 */
public record Interpretation(int first, int last, Set<Integer> features) {
  public Interpretation {
    features = Set.copyOf(features);
    if (features.isEmpty()) {
      throw new IllegalArgumentException("an incident that shows in no feature");
    }
  }

  boolean overlaps(Event event) {
    return first <= event.last() && event.first() <= last;
  }
}
