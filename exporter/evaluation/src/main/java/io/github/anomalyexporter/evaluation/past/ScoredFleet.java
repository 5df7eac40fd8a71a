package io.github.anomalyexporter.evaluation.past;

import io.github.anomalyexporter.core.detector.Scores;
import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Collects the scores of all instances of a {@link FleetWalk}. For one thread. */
public final class ScoredFleet implements FleetWalk.Results {
  private final Map<Labels, ScoredInstance> instances = new LinkedHashMap<>();

  /**
   * @param instances of the walk
   * @param range of the rows to score
   * @param exempt rows at which an instance is exempt from alerts; an absent instance has no such
   *     rows
   */
  public ScoredFleet(List<Labels> instances, TimeRange range, Map<Labels, BitSet> exempt) {
    for (Labels instance : instances) {
      BitSet exemptRows = exempt.getOrDefault(instance, new BitSet());
      this.instances.put(instance, new ScoredInstance(instance, range, exemptRows));
    }
  }

  @Override
  public void scored(Labels instance, int from, Scores scores, int rows, TrainedDetector by) {
    of(instance).put(scores, from, rows);
  }

  @Override
  public void leftOut(Labels instance, String reason) {
    of(instance).leaveOut(reason);
  }

  private ScoredInstance of(Labels instance) {
    return Objects.requireNonNull(instances.get(instance));
  }

  /** Returns the scores of each instance, in the order of the instances. */
  public List<ScoredInstance> instances() {
    return new ArrayList<>(instances.values());
  }
}
