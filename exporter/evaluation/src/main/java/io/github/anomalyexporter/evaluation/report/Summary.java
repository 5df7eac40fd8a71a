package io.github.anomalyexporter.evaluation.report;

import io.github.anomalyexporter.evaluation.figure.Explanation;
import io.github.anomalyexporter.evaluation.figure.Proportion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Summary of the evaluations of one detector: figures as means over instances and seeds, recall
 * over the events of all instances.
 *
 * @param evaluations at least one, all of one detector
 */
public record Summary(List<Evaluation> evaluations) {
  public Summary {
    evaluations = List.copyOf(evaluations);
    if (evaluations.isEmpty()) {
      throw new IllegalArgumentException("a summary without evaluations");
    }
  }

  /** Returns a summary per detector, in the order of first occurrence. */
  static List<Summary> byDetector(Collection<Evaluation> evaluations) {
    return grouped(evaluations, Evaluation::detector).values().stream().map(Summary::new).toList();
  }

  private static <K> Map<K, List<Evaluation>> grouped(
      Collection<Evaluation> evaluations, Function<Evaluation, K> key) {
    Map<K, List<Evaluation>> groups = new LinkedHashMap<>();
    evaluations.forEach(
        each -> groups.computeIfAbsent(key.apply(each), unused -> new ArrayList<>()).add(each));
    return groups;
  }

  String detector() {
    return evaluations.get(0).detector();
  }

  /** Returns the evaluations by seed. */
  public Map<Long, List<Evaluation>> bySeed() {
    return grouped(evaluations, Evaluation::seed);
  }

  /** Returns the share of detected events; null without labels. */
  public @Nullable Proportion recall() {
    return share(Figure.EVENTS_DETECTED, Figure.EVENTS);
  }

  /**
   * Returns the share for the best threshold of each instance in hindsight; null without labels.
   */
  public @Nullable Proportion hindsightRecall() {
    return share(Figure.EVENTS_DETECTED_AT_ONE_FALSE_ALARM_A_DAY, Figure.EVENTS);
  }

  /**
   * Returns the share of detected events, of those that affected exactly one feature; null without
   * interpretations.
   */
  public @Nullable Proportion singleFeatureRecall() {
    return share(Figure.SINGLE_FEATURE_EVENTS_DETECTED, Figure.SINGLE_FEATURE_EVENTS);
  }

  /**
   * Returns the share of detected events, of those that affected four or more features; null
   * without interpretations.
   */
  public @Nullable Proportion manyFeaturesRecall() {
    return share(Figure.MANY_FEATURE_EVENTS_DETECTED, Figure.MANY_FEATURE_EVENTS);
  }

  /**
   * Seeds evaluate the same events: more seeds make the share more precise but not the interval.
   */
  private @Nullable Proportion share(Figure detected, Figure events) {
    int seeds = bySeed().size();
    return values(events).length == 0
        ? null
        : Proportion.of(sum(detected) / seeds, (int) Math.round(sum(events) / seeds));
  }

  private double sum(Figure figure) {
    return Arrays.stream(values(figure)).sum();
  }

  private double[] values(Figure figure) {
    return evaluations.stream()
        .mapToDouble(figure::of)
        .filter(value -> !Double.isNaN(value))
        .toArray();
  }

  /**
   * Returns the 90 % quantile of the false alarms a day: the least number that at most a tenth of
   * the evaluations exceed; NaN without labels.
   */
  public double falseAlarmsPerDayOfWorstTenth() {
    double[] sorted = values(Figure.FALSE_ALARMS_PER_DAY);
    Arrays.sort(sorted);
    return sorted.length == 0 ? Double.NaN : sorted[sorted.length - 1 - sorted.length / 10];
  }

  /**
   * Returns the explanation over all events of all instances and seeds; null if no event can be
   * explained.
   */
  public @Nullable Explanation explanation() {
    List<Explanation> parts =
        evaluations.stream()
            .map(Evaluation::figures)
            .filter(Objects::nonNull)
            .map(figures -> figures.explanation())
            .filter(Objects::nonNull)
            .toList();
    return parts.isEmpty()
        ? null
        : new Explanation(
            parts.stream().mapToInt(Explanation::events).sum(),
            weighted(parts, Explanation::topThree),
            weighted(parts, Explanation::hitRate100),
            weighted(parts, Explanation::hitRate150));
  }

  /** Returns the time from the end of an event to the end of its alarm, of all instances. */
  public List<Double> alarmEndSeconds() {
    return evaluations.stream()
        .map(Evaluation::figures)
        .filter(Objects::nonNull)
        .flatMap(figures -> figures.alarmEndSeconds().stream())
        .toList();
  }

  private static double weighted(List<Explanation> parts, ToDoubleFunction<Explanation> value) {
    double sum = 0;
    int events = 0;
    for (Explanation part : parts) {
      sum += part.events() == 0 ? 0 : part.events() * value.applyAsDouble(part);
      events += part.events();
    }
    return sum / events;
  }

  public double meanSeconds(Function<Evaluation, Duration> duration) {
    return evaluations.stream()
        .mapToDouble(each -> duration.apply(each).toNanos() / 1e9)
        .average()
        .orElseThrow();
  }

  int unknownRows() {
    return evaluations.stream().mapToInt(Evaluation::unknownRows).sum();
  }
}
