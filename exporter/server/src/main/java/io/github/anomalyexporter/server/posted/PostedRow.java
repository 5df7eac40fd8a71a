package io.github.anomalyexporter.server.posted;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row as it was posted, not yet checked.
 *
 * @param number of the row in its request, from 1
 * @param labels of the instance
 * @param time as written; null if absent
 * @param features values by the names of features; NaN for a value that is null or empty
 */
record PostedRow(
    int number, Map<String, String> labels, @Nullable String time, Map<String, Double> features) {
  PostedRow {
    labels = Map.copyOf(labels);
    features = Map.copyOf(features);
  }
}
