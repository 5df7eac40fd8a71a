package io.github.anomalyexporter.server.recent;

import io.github.anomalyexporter.core.detector.FeatureContribution;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.exemption.ExemptionReason;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The recent anomalies of a detector: those that last, at most one of each instance, and the last
 * {@value #MOST_ENDED} that have ended, about 1 KB each. Nothing is stored, they are lost when the
 * exporter stops. Safe for use by several threads.
 */
public final class RecentAnomalies {
  static final int MOST_ENDED = 1_000;

  private final Map<Labels, Anomaly> lasting = new HashMap<>();
  private final Deque<Anomaly> ended = new ArrayDeque<>();

  /**
   * Adds a score above 1.
   *
   * @param suppressed why alerts about the instance are suppressed; empty if they are not
   * @param features of the score, called if it is a new peak
   */
  public synchronized void add(
      Labels instance,
      Instant time,
      double score,
      Set<ExemptionReason> suppressed,
      Supplier<List<FeatureContribution>> features) {
    Anomaly before = lasting.get(instance);
    if (before != null && before.lasts(time)) {
      List<FeatureContribution> now = score > before.peakScore() ? features.get() : List.of();
      lasting.put(instance, before.continued(time, score, suppressed, now));
      return;
    }
    if (before != null) {
      ended.add(before);
    }
    lasting.put(
        instance, new Anomaly(instance, time, time, score, time, suppressed, features.get()));
  }

  /** Ends the anomalies that are over, and forgets the first of those that have ended. */
  public synchronized void end(Instant time) {
    lasting.values().stream().filter(it -> !it.lasts(time)).forEach(ended::add);
    lasting.values().removeIf(it -> !it.lasts(time));
    while (ended.size() > MOST_ENDED) {
      ended.remove();
    }
  }

  /** Returns all anomalies, in no order. */
  public synchronized List<Anomaly> all() {
    List<Anomaly> all = new ArrayList<>(ended);
    all.addAll(lasting.values());
    return all;
  }
}
