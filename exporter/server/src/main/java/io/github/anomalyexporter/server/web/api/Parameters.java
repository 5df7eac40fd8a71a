package io.github.anomalyexporter.server.web.api;

import io.github.anomalyexporter.core.time.PrometheusDuration;
import io.github.anomalyexporter.core.time.PrometheusTime;
import io.github.anomalyexporter.server.web.api.ApiRequest.Parameter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Parameters of one request, checked while they are read. For use by one thread. */
final class Parameters {
  /** Characters of a wrong value that a message repeats. */
  private static final int SHOWN = 100;

  /** The range of a step does not overflow before it. */
  private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

  private final Map<String, List<String>> values = new LinkedHashMap<>();

  Parameters(List<Parameter> parameters) {
    for (Parameter parameter : parameters) {
      values.computeIfAbsent(parameter.name(), it -> new ArrayList<>()).add(parameter.value());
    }
  }

  /** Quotes a value for a message. */
  static String quoted(String value) {
    return "'" + (value.length() > SHOWN ? value.substring(0, SHOWN) + "..." : value) + "'";
  }

  /** Returns all values of a parameter, in order. */
  List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  /**
   * Returns the value of a parameter; empty without it.
   *
   * @throws BadParameterException if it is given more than once
   */
  Optional<String> one(String name) {
    List<String> found = all(name);
    if (found.size() > 1) {
      throw new BadParameterException(name, "one value", found.size() + " values");
    }
    return found.stream().findFirst();
  }

  /** Returns the value of a parameter that is true or false; empty without it. */
  Optional<Boolean> flag(String name) {
    return one(name)
        .map(
            text ->
                switch (text) {
                  case "true" -> true;
                  case "false" -> false;
                  default -> throw new BadParameterException(name, "true or false", quoted(text));
                });
  }

  /** Returns the value of a parameter that is a number from 1 on; empty without it. */
  Optional<Integer> count(String name, int most) {
    return number(name, 1, most);
  }

  /** Returns the value of a parameter that is a number; empty without it. */
  Optional<Integer> number(String name, int least, int most) {
    return one(name)
        .map(
            text -> {
              int number = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
              if (number < least || number > most) {
                throw new BadParameterException(
                    name, "a whole number from %s to %s".formatted(least, most), quoted(text));
              }
              return number;
            });
  }

  /** Returns the value of a parameter that is a time; empty without it. */
  Optional<Instant> time(String name) {
    return one(name)
        .map(
            text ->
                PrometheusTime.parse(text)
                    .filter(time -> time.isAfter(Instant.EPOCH) && time.isBefore(LATEST))
                    .orElseThrow(
                        () ->
                            new BadParameterException(
                                name,
                                "a time such as 2026-03-02T12:00:00Z or Unix seconds",
                                quoted(text))));
  }

  /** Returns the value of a parameter that is a duration above 0; empty without it. */
  Optional<Duration> duration(String name) {
    return one(name)
        .map(
            text ->
                PrometheusDuration.parse(text)
                    .filter(duration -> !duration.isZero())
                    .orElseThrow(
                        () ->
                            new BadParameterException(
                                name, "a duration such as 5m", quoted(text))));
  }

  /**
   * Returns the values of parameters that are labels.
   *
   * @param known names of other parameters
   * @param labels names of labels
   * @throws BadParameterException for any other parameter, and for a label with several values
   */
  Map<String, String> labels(Set<String> known, Set<String> labels) {
    Set<String> all = new TreeSet<>(known);
    all.addAll(labels);
    only(all);
    Map<String, String> found = new TreeMap<>();
    labels.forEach(name -> one(name).ifPresent(value -> found.put(name, value)));
    return found;
  }

  /**
   * Checks that there are no other parameters.
   *
   * @throws BadParameterException if there are
   */
  void only(Set<String> known) {
    values.keySet().stream()
        .filter(name -> !known.contains(name))
        .findFirst()
        .ifPresent(
            name -> {
              throw unknown(name, known);
            });
  }

  private static BadParameterException unknown(String name, Set<String> all) {
    return new BadParameterException(
        quoted(name),
        all.isEmpty()
            ? "no parameter"
            : "one of the parameters " + String.join(", ", new TreeSet<>(all)),
        "an unknown name");
  }
}
