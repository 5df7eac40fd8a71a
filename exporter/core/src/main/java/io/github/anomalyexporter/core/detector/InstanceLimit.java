package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.series.Labels;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The selection of the watched instances if there are more than a detector may watch. */
public final class InstanceLimit {
  private InstanceLimit() {}

  /**
   * Selects the instances that were seen last, so that watched instances stay watched as long as
   * they are present; among equals, and among instances never seen, the first by their labels.
   *
   * @param found each once, in any order
   * @param seenAt time at which each instance watched before was last present
   * @param most maximum number of instances, at least 1
   * @return at most {@code most} instances, sorted
   */
  public static List<Labels> watched(
      Collection<Labels> found, Map<Labels, Instant> seenAt, int most) {
    if (found.size() <= most) {
      return found.stream().sorted().toList();
    }
    Comparator<Labels> seenLast =
        Comparator.comparing(
            instance -> seenAt.getOrDefault(instance, Instant.MIN), Comparator.reverseOrder());
    return found.stream()
        .sorted(seenLast.thenComparing(Comparator.naturalOrder()))
        .limit(most)
        .sorted()
        .toList();
  }
}
