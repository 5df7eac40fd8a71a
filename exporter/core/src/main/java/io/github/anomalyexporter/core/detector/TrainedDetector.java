package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.model.Weights;
import io.github.anomalyexporter.core.series.Labels;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A trained detector as data: the stack of weights and what goes with each of its rows. Row 0 is
 * the fleet's model.
 *
 * @param features whose inputs the weights take
 * @param fleetSize number of instances that the fleet's model was pooled from
 * @param weights one row for each of {@code rows}
 * @param rows the fleet's first
 */
public record TrainedDetector(
    FeatureSet features, int fleetSize, Weights weights, List<TrainedInstance> rows) {

  public TrainedDetector {
    rows = List.copyOf(rows);
    if (rows.size() != weights.rows()
        || rows.isEmpty()
        || !rows.get(0).instance().equals(TrainedInstance.FLEET)) {
      throw new IllegalArgumentException(
          weights.rows() + " rows of weights for " + rows.size() + " trained instances");
    }
  }

  /** The rows of the stack by instance, without the fleet's. */
  public Map<Labels, Integer> rowOfInstance() {
    Map<Labels, Integer> index = new HashMap<>();
    for (int row = 1; row < rows.size(); row++) {
      index.put(rows.get(row).instance(), row);
    }
    return index;
  }

  /**
   * This detector with the given rows put in, each in the place of its instance's old row if there
   * is one: instances come and go without the others being trained again.
   *
   * @param added of this detector's architecture, without a fleet's row
   */
  TrainedDetector with(TrainedRows added) {
    if (added.instances().isEmpty()) {
      return this;
    }
    Set<Labels> replaced =
        added.instances().stream().map(TrainedInstance::instance).collect(Collectors.toSet());
    TrainedRows kept = select(row -> !replaced.contains(rows.get(row).instance()));
    List<TrainedInstance> joined = new ArrayList<>(kept.instances());
    joined.addAll(added.instances());
    return new TrainedDetector(features, fleetSize, kept.weights().append(added.weights()), joined);
  }

  /**
   * This detector with rows of the one before it instead of its own.
   *
   * @param previous of the same features and architecture
   * @param refused why, by instance; both have all of them
   */
  public TrainedDetector keeping(TrainedDetector previous, Map<Labels, String> refused) {
    TrainedRows kept = previous.rowsOf(refused.keySet());
    List<TrainedInstance> rows = new ArrayList<>();
    for (TrainedInstance row : kept.instances()) {
      rows.add(row.refusing(Objects.requireNonNull(refused.get(row.instance()))));
    }
    return with(new TrainedRows(kept.weights(), rows));
  }

  /** The rows of these instances, as far as it has them. */
  TrainedRows rowsOf(Set<Labels> instances) {
    return select(row -> row > 0 && instances.contains(rows.get(row).instance()));
  }

  private TrainedRows select(IntPredicate wanted) {
    int[] selected = IntStream.range(0, rows.size()).filter(wanted).toArray();
    return new TrainedRows(
        weights.select(selected), IntStream.of(selected).mapToObj(rows::get).toList());
  }
}
