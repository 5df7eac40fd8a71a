package io.github.anomalyexporter.server.recent;

import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The recent scores of the instances of a detector, for a history without a Prometheus: the largest
 * score of each of the last {@value #STEPS} steps, and before them the largest of each {@value
 * #GROUP} steps, up to {@value #GROUPS} times. With a step of a minute these are six hours, and a
 * day in all.
 *
 * <p>An instance takes 4 KB, 8 bytes for each point: 4 MB for 1,000 instances. Nothing is stored,
 * the scores are lost when the exporter stops. Safe for use by several threads.
 */
public final class RecentScores {
  static final int STEPS = 360;
  static final int GROUP = 10;
  static final int GROUPS = 144;

  private final Duration step;
  private final Map<Labels, Rings> instances = new HashMap<>();
  private @Nullable Instant oldest;

  /** Whether {@code oldest} is from before a change. */
  private boolean hasChanged;

  /** The scores of one instance at both resolutions. */
  private record Rings(ScoreRing steps, ScoreRing groups) {}

  /**
   * @param step of the detector
   */
  public RecentScores(Duration step) {
    this.step = step;
  }

  /**
   * Adds a score.
   *
   * @param time end of the window that was scored. After a time in the past, because the clock was
   *     set back, later scores are forgotten
   * @param error 0 or more
   * @param threshold above 0
   */
  public synchronized void add(Labels instance, Instant time, double error, double threshold) {
    Rings rings =
        instances.computeIfAbsent(
            instance,
            it ->
                new Rings(
                    new ScoreRing(step, STEPS, time),
                    new ScoreRing(step.multipliedBy(GROUP), GROUPS, time)));
    hasChanged = true;
    rings.steps.add(time, error, threshold);
    rings.groups.add(time, error, threshold);
  }

  /**
   * Adds scores of the time before the oldest score of an instance; later ones are left out.
   *
   * @param past oldest first
   */
  public synchronized void addPast(Labels instance, List<ScorePoint> past) {
    List<ScorePoint> known = points(instance);
    Instant oldest = known.isEmpty() ? Instant.MAX : known.get(0).time();
    instances.remove(instance);
    Stream.concat(past.stream().filter(it -> it.time().isBefore(oldest)), known.stream())
        .forEach(it -> add(instance, it.time(), it.error(), it.threshold()));
  }

  /** Forgets all other instances. */
  public synchronized void keep(Set<Labels> known) {
    hasChanged |= instances.keySet().retainAll(known);
  }

  /**
   * Returns the points of a range in which an instance has a score: at each the largest score after
   * the point before.
   */
  public synchronized List<ScorePoint> read(Labels instance, TimeRange range) {
    LargestSlots largest = largest(instance, range);
    List<ScorePoint> points = new ArrayList<>();
    for (int point = 0; point < range.points(); point++) {
      if (largest.has(point)) {
        points.add(
            ScoreRing.point(range.at(point), largest.error(point), largest.threshold(point)));
      }
    }
    return points;
  }

  /** Returns the scores of {@link #read} alone, by point; NaN without one. */
  public synchronized double[] scores(Labels instance, TimeRange range) {
    LargestSlots largest = largest(instance, range);
    double[] scores = new double[range.points()];
    Arrays.setAll(
        scores,
        point ->
            largest.has(point)
                ? ScoreRing.score(largest.error(point), largest.threshold(point))
                : Double.NaN);
    return scores;
  }

  private LargestSlots largest(Labels instance, TimeRange range) {
    LargestSlots largest = new LargestSlots(range);
    forEach(instance, largest::add);
    return largest;
  }

  /** Returns the time of the oldest score of an instance; empty without one. */
  public synchronized Optional<Instant> oldest(Labels instance) {
    return points(instance).stream().map(ScorePoint::time).findFirst();
  }

  /** Returns the time of the oldest score of the wanted instances; empty without one. */
  public synchronized Optional<Instant> oldest(Predicate<Labels> wanted) {
    return instances.entrySet().stream()
        .filter(each -> wanted.test(each.getKey()))
        .map(Map.Entry::getValue)
        .flatMap(rings -> Stream.of(rings.steps.oldest(), rings.groups.oldest()))
        .flatMap(Optional::stream)
        .min(Comparator.naturalOrder());
  }

  /** Returns the time of the oldest score of any instance; empty without one. */
  public synchronized Optional<Instant> oldest() {
    if (hasChanged) {
      // Many requests ask between two scoring runs, and each would look at all instances.
      oldest =
          instances.values().stream()
              .flatMap(rings -> Stream.of(rings.steps.oldest(), rings.groups.oldest()))
              .flatMap(Optional::stream)
              .min(Comparator.naturalOrder())
              .orElse(null);
      hasChanged = false;
    }
    return Optional.ofNullable(oldest);
  }

  private List<ScorePoint> points(Labels instance) {
    List<ScorePoint> points = new ArrayList<>();
    forEach(
        instance,
        (end, error, threshold) ->
            points.add(ScoreRing.point(Instant.ofEpochMilli(end), error, threshold)));
    return points;
  }

  /** Passes each score on once, oldest first: a group ends where a step begins. */
  private void forEach(Labels instance, ScoreRing.Slots sink) {
    Rings rings = instances.get(instance);
    if (rings != null) {
      long group = step.toMillis() * GROUP;
      long begin = -Math.floorDiv(-rings.steps.begin().toEpochMilli(), group) * group;
      rings.groups.forEach(
          (end, error, threshold) -> {
            if (end <= begin) {
              sink.add(end, error, threshold);
            }
          });
      rings.steps.forEach(
          (end, error, threshold) -> {
            if (end > begin) {
              sink.add(end, error, threshold);
            }
          });
    }
  }
}
