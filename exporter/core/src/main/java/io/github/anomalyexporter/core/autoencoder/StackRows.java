package io.github.anomalyexporter.core.autoencoder;

import io.github.anomalyexporter.core.model.Weights;
import java.util.List;

/**
 * Rows of a stack that are added to a detector.
 *
 * @param weights one row for each of {@code rows}
 */
record StackRows(Weights weights, List<AutoencoderRow> rows) {
  StackRows {
    rows = List.copyOf(rows);
    if (weights.rows() != rows.size()) {
      throw new IllegalArgumentException(
          weights.rows() + " rows of weights for " + rows.size() + " instances");
    }
  }

  /** Returns the same rows with their thresholds moved to the usual ones of the fleet. */
  StackRows moved(FleetPrior prior) {
    return new StackRows(weights, rows.stream().map(prior::moved).toList());
  }
}
