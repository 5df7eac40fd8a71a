package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.feature.FeatureSet;

/** What the rows of a training take of the heap. */
public final class TrainingMemory {
  private TrainingMemory() {}

  /**
   * So often the engineered rows of one instance are there while it is measured: scaled, filled,
   * forecast, reconstructed, and what is left of them, twice while it is put together.
   */
  private static final int WORKING_COPIES = 10;

  /**
   * The history as it was queried and what is learned from, of all instances; and the engineered
   * rows of the one that is worked on.
   *
   * @param rows of the history, for each instance
   */
  public static long bytes(FeatureSet features, int instances, long rows) {
    long queried = rows * features.features().size();
    long learned = Math.min(rows, InstanceHistory.MAXIMUM_ROWS) * features.size();
    long worked = WORKING_COPIES * rows * features.size();
    return (instances * (queried + learned) + worked) * Float.BYTES;
  }
}
