package io.github.anomalyexporter.server.web.api;

import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.core.time.PrometheusDuration;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.recent.ScrapedScores;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The history that a request asks for, by its parameters.
 *
 * @param labels values by label, with {@code instance}; may include {@code detector}
 * @param step between two points; empty for as many points as a graph can show
 */
record HistoryQuery(
    Map<String, String> labels, Instant start, Instant end, Optional<Duration> step) {
  private static final String END = "end";
  private static final String STEP = "step";
  private static final Set<String> KNOWN =
      Set.of(InstanceFilter.DETECTOR, StepGrid.START, END, STEP);

  private static final Duration DEFAULT_LENGTH = Duration.ofHours(6);

  /** Points without the parameter {@code step}: about one for each pixel of a graph. */
  private static final int USUAL_POINTS = 500;

  /**
   * Reads the parameters.
   *
   * @param labelNames names of labels that are parameters
   * @throws BadParameterException for the first that is wrong
   */
  static HistoryQuery of(
      Parameters parameters, String instance, Set<String> labelNames, Instant now) {
    Map<String, String> labels = parameters.labels(KNOWN, labelNames);
    labels.put("instance", instance);
    parameters
        .one(InstanceFilter.DETECTOR)
        .ifPresent(it -> labels.put(InstanceFilter.DETECTOR, it));
    Instant end = parameters.time(END).orElse(now);
    return new HistoryQuery(
        labels,
        parameters.time(StepGrid.START).orElseGet(() -> end.minus(DEFAULT_LENGTH)),
        end,
        parameters.duration(STEP));
  }

  /**
   * Returns the points for a detector: multiples of the step, so that successive requests have the
   * same points.
   *
   * @throws BadParameterException if there are none or too many
   */
  TimeRange range(DetectorConfig config) {
    Duration least = config.timing().step();
    Duration length = Duration.between(start, end);
    Duration wanted = step.orElseGet(() -> usual(length, least));
    if (wanted.compareTo(least) < 0) {
      throw new BadParameterException(
          STEP,
          "at least the step of the detector, " + PrometheusDuration.format(least),
          PrometheusDuration.format(wanted));
    }
    TimeRange range = StepGrid.between(start, end, wanted);
    long points = length.dividedBy(wanted) + 1;
    if (points > ScrapedScores.MOST_POINTS) {
      throw new BadParameterException(
          STEP,
          "at most %s points between start and end".formatted(ScrapedScores.MOST_POINTS),
          points + " points");
    }
    return range;
  }

  private static Duration usual(Duration length, Duration least) {
    return least.multipliedBy(1 + Math.max(0, length.dividedBy(least.multipliedBy(USUAL_POINTS))));
  }
}
