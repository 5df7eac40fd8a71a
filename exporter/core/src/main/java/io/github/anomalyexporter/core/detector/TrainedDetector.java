package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.series.Labels;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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

  /** Widths of the hidden layers; empty for a kind without a network. */
  List<Integer> layers();

  /**
   * Returns this detector with some rows added or replaced by those of another detector.
   *
   * @param other of the same kind, features and options
   * @param instances of those that {@code other} does not contain, nothing is changed
   * @throws IllegalArgumentException if {@code other} is of another kind
   */
  TrainedDetector with(TrainedDetector other, Set<Labels> instances);

  /**
   * Returns the fleet's row and the rows of some instances.
   *
   * @param instances those without a row are ignored
   */
  TrainedDetector only(Set<Labels> instances);

  /**
   * Returns this detector with a reason in some rows why a later training was refused.
   *
   * @param reasons by instance
   */
  TrainedDetector refusing(Map<Labels, String> reasons);

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
