package io.github.anomalyexporter.core.baseline;

import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.core.detector.TrainedInstance;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.series.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The data of a trained detector of row models.
 *
 * @param rows the fleet's row first
 */
public record BaselineRows(FeatureSet features, int fleetSize, List<BaselineRow> rows)
    implements TrainedDetector {

  public BaselineRows {
    rows = List.copyOf(rows);
    if (rows.isEmpty() || !rows.get(0).trained().instance().equals(TrainedInstance.FLEET)) {
      throw new IllegalArgumentException("the fleet's row comes first");
    }
  }

  /**
   * Casts a trained detector.
   *
   * @throws IllegalArgumentException if it is of another kind
   */
  public static BaselineRows of(TrainedDetector detector) {
    if (detector instanceof BaselineRows rows) {
      return rows;
    }
    throw new IllegalArgumentException("expected models of single rows, found another detector");
  }

  @Override
  public List<Integer> layers() {
    return List.of();
  }

  @Override
  public List<TrainedInstance> instances() {
    return rows.stream().map(BaselineRow::trained).toList();
  }

  @Override
  public boolean knows(int row, int input) {
    return rows.get(row).knows(input);
  }

  @Override
  public BaselineRows with(TrainedDetector other, Set<Labels> instances) {
    return with(of(other).rowsOf(instances));
  }

  @Override
  public BaselineRows only(Set<Labels> instances) {
    List<BaselineRow> chosen = new ArrayList<>();
    chosen.add(rows.get(0));
    chosen.addAll(rowsOf(instances));
    return new BaselineRows(features, fleetSize, chosen);
  }

  @Override
  public BaselineRows refusing(Map<Labels, String> reasons) {
    return new BaselineRows(
        features, fleetSize, rows.stream().map(row -> row.refusing(reasons)).toList());
  }

  /** Returns the data with rows added, each replacing the previous row of its instance. */
  BaselineRows with(List<BaselineRow> added) {
    Set<Labels> replaced =
        added.stream().map(row -> row.trained().instance()).collect(Collectors.toSet());
    List<BaselineRow> joined = new ArrayList<>(rows);
    joined.removeIf(row -> replaced.contains(row.trained().instance()));
    joined.addAll(added);
    return new BaselineRows(features, fleetSize, joined);
  }

  /** Returns the rows of those of the instances that it contains. */
  private List<BaselineRow> rowsOf(Set<Labels> instances) {
    return rows.stream()
        .skip(1)
        .filter(row -> instances.contains(row.trained().instance()))
        .toList();
  }
}
