package io.github.anomalyexporter.core.evaluation;

import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.series.Labels;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The detectors by which instances are scored: that of the last training, unless it was refused for
 * the instance ({@link Acceptance}). Owns the detectors and closes unused ones. For one thread.
 */
final class ServingScorers implements AutoCloseable {
  private final FeatureSet features;
  private final Map<Labels, RowScorer> ofInstance = new HashMap<>();

  ServingScorers(FeatureSet features) {
    this.features = features;
  }

  /**
   * Replaces detectors after a training.
   *
   * @param history that {@code retrained} was trained on
   */
  void take(RowScorer retrained, Frame history) {
    Set<RowScorer> unused = new HashSet<>(ofInstance.values());
    unused.add(retrained);
    for (int i = 0; i < history.instances().size(); i++) {
      Labels instance = history.instances().get(i);
      RowScorer previous = ofInstance.get(instance);
      boolean isTrained = !retrained.leftOut().containsKey(instance);
      if (isTrained
          && (previous == null
              || Acceptance.refusal(previous, retrained, features, history, i).isEmpty())) {
        ofInstance.put(instance, retrained);
      }
    }
    unused.removeAll(new HashSet<>(ofInstance.values()));
    unused.forEach(RowScorer::close);
  }

  /** Returns the detector of an instance; null if no training included the instance. */
  @Nullable RowScorer of(Labels instance) {
    return ofInstance.get(instance);
  }

  @Override
  public void close() {
    new HashSet<>(ofInstance.values()).forEach(RowScorer::close);
    ofInstance.clear();
  }
}
