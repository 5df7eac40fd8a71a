package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.feature.FeatureSet;

/** What the rows of a training take of the heap. */
public final class TrainingMemory {
  private TrainingMemory() {}

  /**
   * The history as it was queried, and the engineered rows that are learned from.
   *
   * @param rows of the history, for each instance
   */
  public static long bytes(FeatureSet features, int instances, long rows) {
    long queried = rows * features.features().size();
    long engineered = Math.min(rows, InstanceHistory.MAXIMUM_ROWS) * features.size();
    return instances * (queried + engineered) * Float.BYTES;
  }
}
