package io.github.anomalyexporter.server.web.api;

import java.util.Optional;
import java.util.Set;

/**
 * The part of the list of instances that a request asks for, by its parameters.
 *
 * @param limit maximum number of instances in a response
 * @param after the instances after this place; empty for all
 * @param features whether the response has the features
 */
record InstanceQuery(
    InstanceFilter filter, int limit, Optional<InstanceCursor> after, boolean features) {
  static final String LIMIT = "limit";
  static final String CURSOR = "cursor";
  private static final String FEATURES = "features";
  private static final Set<String> OTHERS = Set.of(LIMIT, CURSOR, FEATURES);

  private static final int MOST = 100_000;

  /**
   * Reads the parameters.
   *
   * @param labelNames names of labels that are parameters
   * @throws BadParameterException for the first that is wrong
   */
  static InstanceQuery of(Parameters parameters, Set<String> labelNames) {
    return new InstanceQuery(
        InstanceFilter.of(parameters, OTHERS, labelNames),
        parameters.count(LIMIT, MOST).orElse(Integer.MAX_VALUE),
        parameters.one(CURSOR).map(InstanceQuery::cursor),
        parameters.flag(FEATURES).orElse(true));
  }

  static InstanceCursor cursor(String text) {
    try {
      return InstanceCursor.parse(text);
    } catch (IllegalArgumentException e) {
      throw new BadParameterException(
          CURSOR, "a next_cursor of an earlier response", Parameters.quoted(text));
    }
  }

  /** Returns the same query for one value of a label. */
  InstanceQuery with(String label, String value) {
    return new InstanceQuery(filter.with(label, value), limit, after, features);
  }
}
