package io.github.anomalyexporter.server.web.api;

import io.github.anomalyexporter.core.detector.InstanceReading;
import io.github.anomalyexporter.core.score.InstanceState;
import io.github.anomalyexporter.server.matcher.LabelSelectors;
import io.github.anomalyexporter.server.run.DetectorState;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The instances that a request asks for, by its parameters.
 *
 * @param labels values by label, which may include {@code detector}
 * @param states empty for all states
 * @param anomalous empty for all; otherwise instances without a score are left out
 * @param limit maximum number of instances in a response
 * @param after the instances after this place; empty for all
 * @param features whether the response has the features
 */
record InstanceQuery(
    Map<String, String> labels,
    LabelSelectors selectors,
    Set<InstanceState> states,
    Optional<Boolean> anomalous,
    int limit,
    Optional<InstanceCursor> after,
    boolean features) {
  static final String DETECTOR = "detector";

  static final String STATE = "state";
  static final String ANOMALOUS = "anomalous";
  static final String SELECTOR = "match[]";
  static final String LIMIT = "limit";
  static final String CURSOR = "cursor";
  private static final String FEATURES = "features";

  private static final int MOST = 100_000;

  /**
   * Reads the parameters of a list.
   *
   * @param labelNames names of labels that are parameters
   * @throws BadParameterException for the first that is wrong
   */
  static InstanceQuery of(Parameters parameters, Set<String> labelNames) {
    InstanceQuery all = filter(parameters, Set.of(LIMIT, CURSOR, FEATURES), labelNames);
    return new InstanceQuery(
        all.labels,
        all.selectors,
        all.states,
        all.anomalous,
        parameters.count(LIMIT, MOST).orElse(Integer.MAX_VALUE),
        parameters.one(CURSOR).map(InstanceQuery::cursor),
        parameters.flag(FEATURES).orElse(true));
  }

  /**
   * Reads the parameters that select instances, for a query of all of them without features.
   *
   * @param others names of the parameters that select no instances
   */
  static InstanceQuery filter(Parameters parameters, Set<String> others, Set<String> labelNames) {
    Set<String> known = new TreeSet<>(Set.of(DETECTOR, STATE, ANOMALOUS, SELECTOR));
    known.addAll(others);
    Map<String, String> labels = parameters.labels(known, labelNames);
    parameters.one(DETECTOR).ifPresent(detector -> labels.put(DETECTOR, detector));
    return new InstanceQuery(
        labels,
        selectors(parameters, SELECTOR),
        states(parameters),
        parameters.flag(ANOMALOUS),
        Integer.MAX_VALUE,
        Optional.empty(),
        false);
  }

  /** Returns the selectors that the parameter of this name has. */
  static LabelSelectors selectors(Parameters parameters, String name) {
    try {
      return LabelSelectors.parse(parameters.all(name));
    } catch (IllegalArgumentException e) {
      throw new BadParameterException(name, String.valueOf(e.getMessage()));
    }
  }

  static Set<InstanceState> states(Parameters parameters) {
    Set<InstanceState> states = EnumSet.noneOf(InstanceState.class);
    for (String text : parameters.all(STATE)) {
      states.add(
          Arrays.stream(InstanceState.values())
              .filter(state -> state.label().equals(text))
              .findFirst()
              .orElseThrow(
                  () ->
                      new BadParameterException(
                          STATE, "one of " + stateLabels(), Parameters.quoted(text))));
    }
    return states;
  }

  private static String stateLabels() {
    return Arrays.stream(InstanceState.values())
        .map(InstanceState::label)
        .collect(Collectors.joining(", "));
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
    Map<String, String> all = new TreeMap<>(labels);
    all.put(label, value);
    return new InstanceQuery(all, selectors, states, anomalous, limit, after, features);
  }

  /** Returns whether an instance is selected, whichever part is returned. */
  boolean matches(DetectorState detector, InstanceReading reading) {
    String name = detector.config().name();
    return detector.matches(reading.instance(), labels)
        && selectors.matches(label -> label.equals(DETECTOR) ? name : reading.instance().get(label))
        && (states.isEmpty() || states.contains(reading.state()))
        && anomalous
            .filter(wanted -> !reading.hasScore() || wanted != reading.isAnomalous())
            .isEmpty();
  }
}
