package io.github.anomalyexporter.core.autoencoder;

import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.core.detector.TrainedInstance;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.model.Weights;
import io.github.anomalyexporter.core.series.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The data of a trained detector: the stack of weights and the other data of each of its rows. Row
 * 0 is the fleet's model.
 *
 * @param features the features whose inputs it was trained with
 * @param fleetSize number of instances that the fleet's model was trained on
 * @param weights one row for each of {@code rows}
 * @param rows the fleet's row first
 */
public record AutoencoderStack(
    FeatureSet features, int fleetSize, Weights weights, List<AutoencoderRow> rows)
    implements TrainedDetector {

  public AutoencoderStack {
    rows = List.copyOf(rows);
    if (rows.size() != weights.rows()
        || rows.isEmpty()
        || !rows.get(0).trained().instance().equals(TrainedInstance.FLEET)) {
      throw new IllegalArgumentException(
          weights.rows() + " rows of weights for " + rows.size() + " trained instances");
    }
  }

  /**
   * Casts a trained detector.
   *
   * @throws IllegalArgumentException if it is of another kind
   */
  public static AutoencoderStack of(TrainedDetector detector) {
    if (detector instanceof AutoencoderStack stack) {
      return stack;
    }
    throw new IllegalArgumentException("expected a stack of autoencoders, found another detector");
  }

  @Override
  public List<Integer> layers() {
    return weights.architecture().hidden();
  }

  @Override
  public List<TrainedInstance> instances() {
    return rows.stream().map(AutoencoderRow::trained).toList();
  }

  @Override
  public boolean knows(int row, int input) {
    return rows.get(row).knows(input);
  }

  /**
   * Returns this detector with rows added, each replacing the previous row of its instance if there
   * is one. Instances can be added and removed without training the other instances again.
   *
   * @param added of this detector's architecture, without the fleet's row
   */
  AutoencoderStack with(StackRows added) {
    if (added.rows().isEmpty()) {
      return this;
    }
    Set<Labels> replaced =
        added.rows().stream().map(row -> row.trained().instance()).collect(Collectors.toSet());
    StackRows kept = select(row -> !replaced.contains(rows.get(row).trained().instance()));
    List<AutoencoderRow> joined = new ArrayList<>(kept.rows());
    joined.addAll(added.rows());
    return new AutoencoderStack(
        features, fleetSize, kept.weights().append(added.weights()), joined);
  }

  @Override
  public AutoencoderStack with(TrainedDetector other, Set<Labels> instances) {
    return with(of(other).rowsOf(instances));
  }

  @Override
  public AutoencoderStack only(Set<Labels> instances) {
    StackRows chosen =
        select(row -> row == 0 || instances.contains(rows.get(row).trained().instance()));
    return new AutoencoderStack(features, fleetSize, chosen.weights(), chosen.rows());
  }

  @Override
  public AutoencoderStack refusing(Map<Labels, String> reasons) {
    return new AutoencoderStack(
        features, fleetSize, weights, rows.stream().map(row -> row.refusing(reasons)).toList());
  }

  /** Returns the rows of those of the instances that it contains. */
  private StackRows rowsOf(Set<Labels> instances) {
    return select(row -> row > 0 && instances.contains(rows.get(row).trained().instance()));
  }

  private StackRows select(IntPredicate wanted) {
    int[] selected = IntStream.range(0, rows.size()).filter(wanted).toArray();
    return new StackRows(
        weights.select(selected), IntStream.of(selected).mapToObj(rows::get).toList());
  }
}
