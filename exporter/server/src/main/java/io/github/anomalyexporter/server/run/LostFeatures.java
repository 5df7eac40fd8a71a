package io.github.anomalyexporter.server.run;

import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.core.feature.Feature;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.series.Labels;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Check for features that no instance has in the whole history although the models of these
 * instances were trained with them. A source that returns incomplete data looks the same, therefore
 * dropping features requires a decision of the operator. The history may come in several frames.
 * Safe for use by several threads.
 */
final class LostFeatures {
  private final @Nullable TrainedDetector previous;
  private final Map<Labels, Integer> rows;
  private final BitSet known = new BitSet();
  private final BitSet present = new BitSet();

  /**
   * @param previous the active detector; null before the first training
   */
  LostFeatures(@Nullable TrainedDetector previous) {
    this.previous = previous;
    this.rows = previous == null ? Map.of() : previous.rowOfInstance();
  }

  /** Adds the history of further instances. */
  synchronized void add(Frame history) {
    if (previous == null) {
      return;
    }
    for (int column = 0; column < previous.features().features().size(); column++) {
      for (Labels instance : history.instances()) {
        Integer row = rows.get(instance);
        if (row != null && previous.knows(row, column)) {
          known.set(column);
        }
      }
    }
    for (int i = 0; i < history.instances().size(); i++) {
      markPresent(history.cells(i), history.columns().size());
    }
  }

  private void markPresent(float[] cells, int width) {
    for (int column = 0; column < width; column++) {
      for (int cell = column; !present.get(column) && cell < cells.length; cell += width) {
        if (!Float.isNaN(cells[cell])) {
          present.set(column);
        }
      }
    }
  }

  /**
   * Refuses the history if it has lost features; optional features are ignored.
   *
   * @throws LostFeaturesException with the names of the features and the remedy
   */
  synchronized void refuse() {
    List<String> lost = new ArrayList<>();
    List<Feature> features = previous == null ? List.of() : previous.features().features();
    for (int i = 0; i < features.size(); i++) {
      if (!features.get(i).optional() && known.get(i) && !present.get(i)) {
        lost.add(features.get(i).name());
      }
    }
    if (!lost.isEmpty()) {
      throw new LostFeaturesException(lost);
    }
  }
}
