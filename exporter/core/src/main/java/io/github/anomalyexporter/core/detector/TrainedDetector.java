package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.series.Labels;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The data of a trained detector: a row for each instance and, in row 0, the fleet's model for
 * instances without their own model. Immutable.
 */
public interface TrainedDetector {
  /** The features whose inputs it was trained with. */
  FeatureSet features();

  /** Number of instances that the fleet's model was trained on. */
  int fleetSize();

  /** The training of each row, the fleet's first. */
  List<TrainedInstance> instances();

  /**
   * Whether a row knows an input: it was present in the history that the row was trained on.
   *
   * @param row 0 for the fleet's model
   */
  boolean knows(int row, int input);

  /**
   * Returns this detector with some rows replaced by those of the previous detector.
   *
   * @param previous of the same kind, features and options
   * @param refused reason by instance; both detectors contain all of these instances
   * @throws IllegalArgumentException if {@code previous} is of another kind
   */
  TrainedDetector keeping(TrainedDetector previous, Map<Labels, String> refused);

  /** Returns the rows by instance, without the fleet's row. */
  default Map<Labels, Integer> rowOfInstance() {
    Map<Labels, Integer> index = new HashMap<>();
    List<TrainedInstance> instances = instances();
    for (int row = 1; row < instances.size(); row++) {
      index.put(instances.get(row).instance(), row);
    }
    return index;
  }
}
