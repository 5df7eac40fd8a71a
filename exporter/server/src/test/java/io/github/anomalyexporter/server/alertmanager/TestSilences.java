package io.github.anomalyexporter.server.alertmanager;

import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.SmallDetector;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** Silences as tests write them. */
final class TestSilences {
  static final Instant NOW = SmallDetector.NOW;

  private TestSilences() {}

  /** In force from an hour ago until in an hour. */
  static Silence active(String id, String... matchers) {
    return silence(id, Duration.ofHours(-1), Duration.ofHours(1), matchers);
  }

  /** From and until are counted from now. */
  static Silence silence(String id, Duration from, Duration until, String... matchers) {
    return new Silence(
        id,
        Stream.of(matchers).map(TestSilences::matcher).toList(),
        NOW.plus(from),
        NOW.plus(until));
  }

  /**
   * As amtool takes them, without quotes: {@code a=b}, {@code a!=b}, {@code a=~b}, {@code a!~b}.
   */
  static LabelMatcher matcher(String text) {
    for (String operator : List.of("!=", "=~", "!~", "=")) {
      int at = text.indexOf(operator);
      if (at > 0 && text.substring(0, at).matches("\\w+")) {
        return new LabelMatcher(
            text.substring(0, at),
            text.substring(at + operator.length()),
            operator.endsWith("~"),
            !operator.startsWith("!"));
      }
    }
    throw new IllegalArgumentException(text);
  }

  static AlertLabels labels(String... external) {
    return new AlertLabels("node", List.of("instance", "job"), Labels.of(external));
  }

  /** As Alertmanager's API has them. */
  static String json(Silence... silences) {
    return Stream.of(silences).map(TestSilences::json).toList().toString();
  }

  private static String json(Silence silence) {
    return """
        {"id": "%s", "status": {"state": "active"}, "updatedAt": "%s", "comment": "", "createdBy": "me",
         "startsAt": "%s", "endsAt": "%s", "matchers": %s}
        """
        .formatted(
            silence.id(),
            silence.startsAt(),
            silence.startsAt(),
            silence.endsAt(),
            silence.matchers().stream().map(TestSilences::json).toList());
  }

  private static String json(LabelMatcher matcher) {
    return """
        {"name": "%s", "value": "%s", "isRegex": %s, "isEqual": %s}"""
        .formatted(matcher.name(), matcher.value(), matcher.isRegex(), matcher.isEqual());
  }
}
