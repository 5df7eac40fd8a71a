package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.Median;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Where the results of a detector stand, between the run that puts them here and whoever reads
 * them. Knows what time does to a result: a score goes stale, an instance vanishes and is
 * forgotten. Safe for use by several threads.
 */
public final class ScoreBoard {
  /** A vanished instance is shown for this long. */
  public static final Duration FORGET_AFTER = Duration.ofHours(24);

  /** Or as many as are present: half of a fleet can get new names at once. */
  static final int MOST_VANISHED = 1_000;

  private final BoardOptions options;
  private final Map<Labels, BoardEntry> entries = new TreeMap<>();
  private long anomalies;
  private long droppedFeatures;

  public ScoreBoard(BoardOptions options) {
    this.options = options;
  }

  /** Puts up what a run found. Who was here and is not among its instances has vanished. */
  public synchronized void publish(Scores scores, Instant now) {
    Set<Labels> present = new HashSet<>(scores.instances());
    for (int i = 0; i < scores.instances().size(); i++) {
      BoardEntry entry =
          entries.computeIfAbsent(scores.instances().get(i), name -> new BoardEntry(name, now));
      if (entry.update(scores, i, now, options)) {
        anomalies++;
      }
    }
    entries.values().stream()
        .filter(entry -> !present.contains(entry.instance()))
        .forEach(BoardEntry::vanish);
    entries.values().removeIf(entry -> now.isAfter(entry.seenAt().plus(FORGET_AFTER)));
    forgetOldest(present);
    droppedFeatures += droppedFeatures(now);
  }

  /** Where names change all the time, a day of them would take all memory. */
  private void forgetOldest(Set<Labels> present) {
    int most = Math.max(MOST_VANISHED, present.size());
    int over = entries.size() - present.size() - most;
    if (over > 0) {
      entries.values().stream()
          .filter(entry -> !present.contains(entry.instance()))
          .sorted(Comparator.comparing(BoardEntry::seenAt))
          .limit(over)
          .map(BoardEntry::instance)
          .toList()
          .forEach(entries::remove);
    }
  }

  private long droppedFeatures(Instant now) {
    long wanted =
        entries.values().stream()
            .filter(entry -> entry.showsFeatures(now, options))
            .mapToLong(BoardEntry::shownFeatures)
            .sum();
    return Math.max(0, wanted - options.maxSeries());
  }

  /** Puts up an instance known from before a restart; stale until a run says more. */
  public synchronized void restore(Labels instance, Instant seenAt) {
    entries.putIfAbsent(instance, new BoardEntry(instance, seenAt));
  }

  /**
   * Forgets an instance, until a run finds it again.
   *
   * @return false where it is not here
   */
  public synchronized boolean forget(Labels instance) {
    return entries.remove(instance) != null;
  }

  /** When Prometheus last had each instance that is here. */
  public synchronized Map<Labels, Instant> known() {
    Map<Labels, Instant> known = new TreeMap<>();
    entries.values().forEach(entry -> known.put(entry.instance(), entry.seenAt()));
    return known;
  }

  /** What is known of each instance now, sorted by instance. */
  public synchronized List<InstanceReading> read(Instant now) {
    Set<BoardEntry> withFeatures = new HashSet<>();
    int room = options.maxSeries();
    List<BoardEntry> candidates =
        entries.values().stream()
            .filter(entry -> entry.showsFeatures(now, options))
            .sorted(Comparator.comparingDouble(BoardEntry::severity).reversed())
            .toList();
    for (BoardEntry entry : candidates) {
      room -= entry.shownFeatures();
      if (room < 0) {
        break;
      }
      withFeatures.add(entry);
    }
    List<InstanceReading> readings = new ArrayList<>(entries.size());
    for (BoardEntry entry : entries.values()) {
      readings.add(entry.read(now, options, withFeatures.contains(entry)));
    }
    return readings;
  }

  /** All features of an instance as of its last run; empty where it is not here or has vanished. */
  public synchronized List<FeatureReading> features(Labels instance) {
    BoardEntry entry = entries.get(instance);
    return entry == null ? List.of() : entry.features();
  }

  /** Anomalies that have begun since the start; alarms less than 10 minutes apart are one. */
  public synchronized long anomalies() {
    return anomalies;
  }

  /** Features that were not shown, for there were more than {@code maxSeries}, summed over runs. */
  public synchronized long droppedFeatures() {
    return droppedFeatures;
  }

  /**
   * Median over the instances of how large their errors were, in about the last hour, in terms of
   * the median error their threshold was calibrated on: about 1 while the model fits. Instances
   * that are anomalous have an incident and are left out for the first six hours of it. NaN before
   * any score, and while all are left out.
   */
  public synchronized double drift(Instant now) {
    return Median.of(
        entries.values().stream()
            .mapToDouble(entry -> entry.drift(now))
            .filter(drift -> !Double.isNaN(drift)));
  }
}
