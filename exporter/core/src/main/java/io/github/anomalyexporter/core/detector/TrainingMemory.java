package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.feature.FeatureSet;

/** What the rows of a training take of the heap. */
public final class TrainingMemory {
  private TrainingMemory() {}

  /**
   * The history as it was queried, the engineered rows, and what of them is learned from.
   *
   * @param rows of the history, for each instance
   */
  public static long bytes(FeatureSet features, int instances, long rows) {
    long queried = rows * features.features().size();
    long engineered = rows * features.size();
    long learned = Math.min(rows, InstanceHistory.MAXIMUM_ROWS) * features.size();
    return instances * (queried + engineered + learned) * Float.BYTES;
  }
}
