package io.github.anomalyexporter.core.frame;

import io.github.anomalyexporter.core.series.Labels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which replica each cell of a frame comes from. Safe for use by several threads. */
final class Replicas {
  private final Map<Labels, Integer> numbers = new HashMap<>();
  private final List<Labels> labels = new ArrayList<>();
  private final Map<Integer, int[]> sources = new HashMap<>();

  /** A number that stands for the labels of a replica. */
  synchronized int number(Labels replica) {
    return numbers.computeIfAbsent(
        replica,
        added -> {
          labels.add(added);
          return labels.size() - 1;
        });
  }

  /** The numbers of the replicas that an instance's cells come from; of use where a cell is set. */
  synchronized int[] sources(int instance, int cells) {
    return sources.computeIfAbsent(instance, key -> new int[cells]);
  }

  /** Whether a replica is preferred to another. */
  synchronized boolean isBefore(int replica, int other) {
    return labels.get(replica).compareTo(labels.get(other)) < 0;
  }
}
