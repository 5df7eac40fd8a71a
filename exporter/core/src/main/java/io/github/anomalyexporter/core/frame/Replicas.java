package io.github.anomalyexporter.core.frame;

import io.github.anomalyexporter.core.series.Labels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The replica that each cell of a frame comes from. Safe for use by several threads. */
final class Replicas {
  private final Map<Labels, Integer> numbers = new HashMap<>();
  private final List<Labels> labels = new ArrayList<>();
  private final Map<Integer, int[]> sources = new HashMap<>();

  /** Returns the number of a replica. */
  synchronized int number(Labels replica) {
    return numbers.computeIfAbsent(
        replica,
        added -> {
          labels.add(added);
          return labels.size() - 1;
        });
  }

  /** Returns the replica numbers of an instance's cells; undefined for a cell that is not set. */
  synchronized int[] sources(int instance, int cells) {
    return sources.computeIfAbsent(instance, key -> new int[cells]);
  }

  /** Whether a replica precedes another in the order of their labels. */
  synchronized boolean isBefore(int replica, int other) {
    return labels.get(replica).compareTo(labels.get(other)) < 0;
  }
}
