package io.github.anomalyexporter.server.posted;

import io.github.anomalyexporter.core.feature.FeatureSet;
import java.util.List;

/**
 * The rows that a detector expects.
 *
 * @param identityLabels of an instance
 * @param features the features whose values are posted
 */
record RowFormat(List<String> identityLabels, FeatureSet features) {
  RowFormat {
    identityLabels = List.copyOf(identityLabels);
  }
}
