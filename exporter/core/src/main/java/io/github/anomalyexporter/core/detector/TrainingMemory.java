package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.feature.FeatureSet;

/** The heap memory that the rows of a training need. */
public final class TrainingMemory {
  private TrainingMemory() {}

  /**
   * Copies of the engineered rows of one instance while it is measured: scaled, filled, forecast,
   * reconstructed and residual rows, the latter twice while they are joined.
   */
  private static final int WORKING_COPIES = 10;

  /**
   * Returns the bytes of the queried history and of the rows to learn from, of all instances, plus
   * those of the engineered rows of the instance being measured.
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
