package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.series.Labels;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Which instances a detector watches where there are more than it may. */
public final class InstanceLimit {
  private InstanceLimit() {}

  /**
   * Chooses those seen last, so that who is watched stays so for as long as it is there; among
   * equals, and among those never seen, those whose labels sort first.
   *
   * @param found each once, in any order
   * @param seenAt when those that were watched before were last there
   * @param most at least 1
   * @return so many at most, sorted
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
