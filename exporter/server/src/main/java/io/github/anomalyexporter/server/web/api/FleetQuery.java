package io.github.anomalyexporter.server.web.api;

import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.core.time.PrometheusDuration;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * The part of the fleet that a request asks for, by its parameters.
 *
 * @param filter which instances
 * @param range points of time of the scores
 * @param order of the instances
 * @param offset number of instances before the first of the response
 * @param limit maximum number of instances in the response
 */
record FleetQuery(InstanceFilter filter, TimeRange range, Order order, int offset, int limit) {
  /** Order of instances; instances of one rank are sorted by name. */
  enum Order {
    /** Anomalous instances first, the highest score first; then those without a score. */
    URGENCY,
    NAME
  }

  private static final String END = "end";
  private static final String STEP = "step";
  private static final String SORT = "sort";
  private static final String OFFSET = "offset";
  private static final String LIMIT = "limit";
  private static final Set<String> OTHERS = Set.of(StepGrid.START, END, STEP, SORT, OFFSET, LIMIT);

  private static final Duration DEFAULT_LENGTH = Duration.ofHours(6);
  private static final Duration DEFAULT_STEP = Duration.ofMinutes(5);
  private static final int DEFAULT_LIMIT = 100;
  private static final int MOST_INSTANCES = 500;
  private static final int MOST_POINTS = 500;
  private static final int MOST_OFFSET = 10_000_000;

  /**
   * Reads the parameters.
   *
   * @param labelNames names of labels that are parameters
   * @throws BadParameterException for the first that is wrong
   */
  static FleetQuery of(Parameters parameters, Set<String> labelNames, Instant now) {
    return new FleetQuery(
        InstanceFilter.of(parameters, OTHERS, labelNames),
        range(parameters, now),
        order(parameters),
        parameters.number(OFFSET, 0, MOST_OFFSET).orElse(0),
        parameters.count(LIMIT, MOST_INSTANCES).orElse(DEFAULT_LIMIT));
  }

  /**
   * Returns multiples of the step, so that successive requests have the same points. The last one
   * is not before the end, so that the newest scores are included.
   */
  private static TimeRange range(Parameters parameters, Instant now) {
    Instant end = parameters.time(END).orElse(now);
    Instant start = parameters.time(StepGrid.START).orElseGet(() -> end.minus(DEFAULT_LENGTH));
    Duration step = parameters.duration(STEP).orElse(DEFAULT_STEP);
    if (start.isAfter(end)) {
      throw new BadParameterException(
          StepGrid.START, "a time before end, " + end, start.toString());
    }
    long points = Duration.between(start, end).dividedBy(step) + 1;
    if (points > MOST_POINTS) {
      throw new BadParameterException(
          STEP,
          "at most %s points between start and end".formatted(MOST_POINTS),
          "%s, %s points".formatted(PrometheusDuration.format(step), points));
    }
    return new TimeRange(StepGrid.ceiling(start, step), StepGrid.ceiling(end, step), step);
  }

  private static Order order(Parameters parameters) {
    return switch (parameters.one(SORT).orElse("urgency")) {
      case "urgency" -> Order.URGENCY;
      case "name" -> Order.NAME;
      default ->
          throw new BadParameterException(
              SORT, "urgency or name", Parameters.quoted(parameters.all(SORT).get(0)));
    };
  }
}
