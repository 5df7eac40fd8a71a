package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.model.Weights;
import java.util.List;

/**
 * Rows of a stack, on their way from one detector to another.
 *
 * @param weights one row for each of the instances
 */
record TrainedRows(Weights weights, List<TrainedInstance> instances) {
  TrainedRows {
    instances = List.copyOf(instances);
    if (weights.rows() != instances.size()) {
      throw new IllegalArgumentException(
          weights.rows() + " rows of weights for " + instances.size() + " instances");
    }
  }
}
