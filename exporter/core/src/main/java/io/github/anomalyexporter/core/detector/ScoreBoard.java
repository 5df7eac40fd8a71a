package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.score.ThresholdRaise;
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
import java.util.function.Predicate;

/**
 * The current results of a detector, written by scoring runs and read by the metrics and the API.
 * Scores become stale with time; instances vanish and are then removed. Safe for use by several
 * threads.
 */
public final class ScoreBoard {
  /** Time after which a vanished instance is removed. */
  public static final Duration FORGET_AFTER = Duration.ofHours(24);

  /**
   * Maximum number of vanished instances, unless more are present: half of a fleet can be renamed
   * at once.
   */
  static final int MOST_VANISHED = 1_000;

  private final BoardOptions options;
  private final Map<Labels, BoardEntry> entries = new TreeMap<>();
  private long anomalies;
  private long droppedFeatures;

  public ScoreBoard(BoardOptions options) {
    this.options = options;
  }

  /** Updates the board with the scores of a run in which no instance is exempt. */
  public void publish(Scores scores, Instant now) {
    publish(scores, now, instance -> false, Set.of());
  }

  /**
   * Updates the board with the scores of a run. Other instances on the board have vanished.
   *
   * @param isExempt whether an instance is exempt from alerts: its scores are then no anomaly, they
   *     neither raise its threshold nor count as drift
   * @param silent instances without current samples that have not vanished: they are stale when
   *     their last scores are old
   */
  public synchronized void publish(
      Scores scores, Instant now, Predicate<Labels> isExempt, Set<Labels> silent) {
    Set<Labels> present = new HashSet<>(scores.instances());
    present.addAll(silent);
    for (int i = 0; i < scores.instances().size(); i++) {
      Labels instance = scores.instances().get(i);
      BoardEntry entry =
          entries.computeIfAbsent(
              instance, name -> new BoardEntry(name, new KnownInstance(now, ThresholdRaise.NONE)));
      if (entry.update(scores, i, now, options, isExempt.test(instance))) {
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

  /** Limits the memory for vanished instances if instances are renamed continuously. */
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

  /** Adds an instance known from before a restart; it is stale until the next run. */
  public synchronized void restore(Labels instance, KnownInstance known) {
    entries.putIfAbsent(instance, new BoardEntry(instance, known));
  }

  /**
   * Removes an instance until a run finds it again.
   *
   * @return false if it is not on the board
   */
  public synchronized boolean forget(Labels instance) {
    return entries.remove(instance) != null;
  }

  /** Returns what {@link #restore} takes, of each instance on the board. */
  public synchronized Map<Labels, KnownInstance> known() {
    Map<Labels, KnownInstance> known = new TreeMap<>();
    entries.values().forEach(entry -> known.put(entry.instance(), entry.known()));
    return known;
  }

  /** Returns the time at which each instance on the board was last in Prometheus. */
  public synchronized Map<Labels, Instant> seenAt() {
    Map<Labels, Instant> seenAt = new TreeMap<>();
    entries.values().forEach(entry -> seenAt.put(entry.instance(), entry.seenAt()));
    return seenAt;
  }

  /** Returns the state of each instance, sorted by instance. */
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

  /**
   * Returns all features of an instance in its last run; empty if it is unknown or has vanished.
   */
  public synchronized List<FeatureContribution> features(Labels instance) {
    BoardEntry entry = entries.get(instance);
    return entry == null ? List.of() : entry.features();
  }

  /**
   * Number of anomalies since the start; anomalous scores up to 10 minutes apart are one. Those of
   * exempt instances are not counted.
   */
  public synchronized long anomalies() {
    return anomalies;
  }

  /** Number of features not shown because of {@code maxSeries}, summed over runs. */
  public synchronized long droppedFeatures() {
    return droppedFeatures;
  }

  /**
   * Returns the median over the instances of their mean error in about the last hour, in units of
   * the median error that their threshold was calibrated on: about 1 while the model fits.
   * Anomalous instances are left out until the anomaly is their new level ({@link ThresholdRaise}).
   * NaN before the first score, and while all instances are left out.
   */
  public synchronized double drift() {
    return Median.of(
        entries.values().stream()
            .mapToDouble(entry -> entry.drift())
            .filter(drift -> !Double.isNaN(drift)));
  }
}
