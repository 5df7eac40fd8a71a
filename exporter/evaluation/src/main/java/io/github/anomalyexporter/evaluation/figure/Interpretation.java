package io.github.anomalyexporter.evaluation.figure;

import io.github.anomalyexporter.core.acceptance.Event;
import java.util.Set;

/**
 * The features that an incident affected, as identified by people afterwards.
 *
 * @param first row
 * @param last row, inclusive; may be one row too late
 * @param features indices from 0, at least one
 */
public record Interpretation(int first, int last, Set<Integer> features) {
  public Interpretation {
    features = Set.copyOf(features);
    if (features.isEmpty()) {
      throw new IllegalArgumentException("an incident without an affected feature");
    }
  }

  boolean overlaps(Event event) {
    return first <= event.last() && event.first() <= last;
  }
}
