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
 * Which training's detector scores an instance: the last one, unless that made it worse ({@link
 * Acceptance}). Owns them; one that scores nobody any more is closed. For one thread.
 */
final class ServingScorers implements AutoCloseable {
  private final FeatureSet features;
  private final Map<Labels, RowScorer> ofInstance = new HashMap<>();

  ServingScorers(FeatureSet features) {
    this.features = features;
  }

  /**
   * A training has ended.
   *
   * @param history that it was trained on
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

  /** Null for one that no training has taken in. */
  @Nullable RowScorer of(Labels instance) {
    return ofInstance.get(instance);
  }

  @Override
  public void close() {
    new HashSet<>(ofInstance.values()).forEach(RowScorer::close);
    ofInstance.clear();
  }
}
