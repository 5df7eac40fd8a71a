package io.github.anomalyexporter.server.web.api;

import io.github.anomalyexporter.core.detector.InstanceReading;
import io.github.anomalyexporter.core.score.InstanceState;
import io.github.anomalyexporter.server.matcher.LabelSelectors;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which of the instances that a caller sees a request asks for, by its parameters.
 *
 * @param labels values by label, which may include {@code detector}
 * @param states empty for all states
 * @param anomalous empty for all; otherwise instances without a score are left out
 */
record InstanceFilter(
    Map<String, String> labels,
    LabelSelectors selectors,
    Set<InstanceState> states,
    Optional<Boolean> anomalous) {
  static final String DETECTOR = "detector";
  static final String STATE = "state";
  static final String ANOMALOUS = "anomalous";
  static final String SELECTOR = "match[]";

  /**
   * Reads the parameters.
   *
   * @param others names of the parameters that select no instances
   * @param labelNames names of labels that are parameters
   * @throws BadParameterException for the first that is wrong
   */
  static InstanceFilter of(Parameters parameters, Set<String> others, Set<String> labelNames) {
    Set<String> known = new TreeSet<>(Set.of(DETECTOR, STATE, ANOMALOUS, SELECTOR));
    known.addAll(others);
    Map<String, String> labels = parameters.labels(known, labelNames);
    parameters.one(DETECTOR).ifPresent(detector -> labels.put(DETECTOR, detector));
    return new InstanceFilter(
        labels, selectors(parameters, SELECTOR), states(parameters), parameters.flag(ANOMALOUS));
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

  /** Returns the same filter for one value of a label. */
  InstanceFilter with(String label, String value) {
    Map<String, String> all = new TreeMap<>(labels);
    all.put(label, value);
    return new InstanceFilter(all, selectors, states, anomalous);
  }

  boolean matches(VisibleDetector detector, InstanceReading reading) {
    return detector.matches(reading.instance(), labels)
        && detector.matches(reading.instance(), selectors)
        && (states.isEmpty() || states.contains(reading.state()))
        && anomalous
            .filter(wanted -> !reading.hasScore() || wanted != reading.isAnomalous())
            .isEmpty();
  }
}
