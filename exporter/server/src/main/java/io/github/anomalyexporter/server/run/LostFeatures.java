package io.github.anomalyexporter.server.run;

import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.core.feature.Feature;
import io.github.anomalyexporter.core.frame.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Check for features that no instance has in the whole history although the models of these
 * instances were trained with them. A source that returns incomplete data looks the same, therefore
 * dropping features requires a decision of the operator.
 */
final class LostFeatures {
  private LostFeatures() {}

  /**
   * Refuses a history that has lost features; optional features are ignored.
   *
   * @param previous the active detector; null before the first training
   * @throws LostFeaturesException with the names of the features and the remedy
   */
  static void refuse(@Nullable TrainedDetector previous, Frame history) {
    if (previous == null) {
      return;
    }
    List<Integer> rows =
        history.instances().stream()
            .filter(previous.rowOfInstance()::containsKey)
            .map(previous.rowOfInstance()::get)
            .toList();
    List<String> lost = new ArrayList<>();
    List<Feature> features = previous.features().features();
    for (int i = 0; i < features.size(); i++) {
      int column = i;
      if (!features.get(i).optional()
          && rows.stream().anyMatch(row -> previous.knows(row, column))
          && !isAnywhere(history, column)) {
        lost.add(features.get(i).name());
      }
    }
    if (!lost.isEmpty()) {
      throw new LostFeaturesException(lost);
    }
  }

  private static boolean isAnywhere(Frame history, int column) {
    int width = history.columns().size();
    return IntStream.range(0, history.instances().size())
        .mapToObj(history::cells)
        .anyMatch(
            cells ->
                IntStream.iterate(column, cell -> cell < cells.length, cell -> cell + width)
                    .anyMatch(cell -> !Float.isNaN(cells[cell])));
  }
}
