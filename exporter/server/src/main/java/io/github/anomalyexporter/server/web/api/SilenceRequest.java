package io.github.anomalyexporter.server.web.api;

import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.time.PrometheusDuration;
import io.github.anomalyexporter.server.alertmanager.NewSilence;
import io.github.anomalyexporter.server.yaml.ProblemKind;
import io.github.anomalyexporter.server.yaml.Section;
import io.github.anomalyexporter.server.yaml.Value;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The body of {@code POST /api/v1/silences}.
 *
 * @param labels identity labels of the instances, at least one
 * @param detector empty for the alerts of all detectors
 */
record SilenceRequest(
    Map<String, String> labels, Optional<String> detector, Duration duration, String comment) {
  static final Duration DEFAULT_DURATION = Duration.ofHours(4);

  /** Longer work belongs into the calendar, or into the configuration of the detector. */
  static final Duration LONGEST = Duration.ofDays(30);

  private static final Duration SHORTEST = Duration.ofMinutes(1);

  static final int LONGEST_COMMENT = 1_000;

  private static final String INSTANCE = "instance";

  /**
   * Reads the members of a request.
   *
   * @param known names of identity labels
   */
  static SilenceRequest of(Section members, Set<String> known) {
    Map<String, String> labels = new TreeMap<>();
    members
        .value("labels")
        .map()
        .forEach(
            (name, value) -> {
              if (!known.contains(name)) {
                value.problem(
                    ProblemKind.UNKNOWN_NAME,
                    "one of the identity labels " + String.join(", ", known),
                    Parameters.quoted(name));
              }
              value.string().ifPresent(it -> labels.put(name, it));
            });
    Value instance = members.value(INSTANCE);
    instance.string().ifPresent(it -> labels.put(INSTANCE, it));
    if (labels.isEmpty()) {
      instance.problem(ProblemKind.MISSING, "an instance, or labels of instances", "neither");
    }
    return new SilenceRequest(
        labels,
        members.value("detector").string(),
        members.value("duration").duration(SHORTEST, LONGEST).orElse(DEFAULT_DURATION),
        comment(members.value("comment")));
  }

  private static String comment(Value value) {
    String comment = value.requiredString("a comment: why the alerts are not wanted").orElse("");
    if (comment.length() > LONGEST_COMMENT) {
      value.problem(
          ProblemKind.OUT_OF_RANGE,
          "a comment of at most %s characters".formatted(LONGEST_COMMENT),
          String.valueOf(comment.length()));
    }
    return comment;
  }

  NewSilence from(Instant start, String author) {
    return new NewSilence(
        Labels.of(labels), detector.orElse(null), start, start.plus(duration), author, comment);
  }

  /** Returns the labels of the instances and the detector, as the audit log has them. */
  @Override
  public String toString() {
    return detector.map(it -> "detector=" + it + " ").orElse("")
        + labels
        + " for "
        + PrometheusDuration.format(duration);
  }
}
