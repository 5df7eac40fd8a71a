package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.series.Labels;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A trained detector as data: a row for each instance and, in row 0, the fleet's model for those
 * that have none of their own. Immutable.
 */
public interface TrainedDetector {
  /** Whose inputs it takes. */
  FeatureSet features();

  /** Number of instances that the fleet's model was pooled from. */
  int fleetSize();

  /** How each row was trained, the fleet's first. */
  List<TrainedInstance> instances();

  /**
   * Whether a row knows an input: it was present in the history that the row was trained on.
   *
   * @param row 0 for the fleet's
   */
  boolean knows(int row, int input);

  /**
   * This detector with rows of the one before it instead of its own.
   *
   * @param previous of the same kind, features and options
   * @param refused why, by instance; both have all of them
   * @throws IllegalArgumentException where it is of another kind
   */
  TrainedDetector keeping(TrainedDetector previous, Map<Labels, String> refused);

  /** The rows by instance, without the fleet's. */
  default Map<Labels, Integer> rowOfInstance() {
    Map<Labels, Integer> index = new HashMap<>();
    List<TrainedInstance> instances = instances();
    for (int row = 1; row < instances.size(); row++) {
      index.put(instances.get(row).instance(), row);
    }
    return index;
  }
}
