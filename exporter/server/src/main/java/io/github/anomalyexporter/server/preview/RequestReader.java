package io.github.anomalyexporter.server.preview;

import io.github.anomalyexporter.core.time.PrometheusDuration;
import io.github.anomalyexporter.server.backtest.Backtest.When;
import io.github.anomalyexporter.server.config.Config;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.config.SourceKind;
import io.github.anomalyexporter.server.preview.BacktestRequest.Changes;
import io.github.anomalyexporter.server.yaml.ConfigException;
import io.github.anomalyexporter.server.yaml.JsonReader;
import io.github.anomalyexporter.server.yaml.Node;
import io.github.anomalyexporter.server.yaml.Node.Mapping;
import io.github.anomalyexporter.server.yaml.Node.Scalar;
import io.github.anomalyexporter.server.yaml.Problem;
import io.github.anomalyexporter.server.yaml.ProblemKind;
import io.github.anomalyexporter.server.yaml.Reading;
import io.github.anomalyexporter.server.yaml.Section;
import io.github.anomalyexporter.server.yaml.Value;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request for a backtest, a JSON object. The changes are checked as the configuration is:
 * the entry of the detector is read again with them. A member that is null is absent.
 */
final class RequestReader {
  /** Prometheus keeps fifteen days by default; longer ranges do not fit into a heap. */
  private static final Duration LONGEST = Duration.ofDays(365);

  private static final String FALSE_ALARMS = "false_alarms_per_day";

  /** Keys of the entry of a detector by the members that change them. */
  private static final Map<String, String> KEYS =
      Map.of(
          "selector",
          "selector",
          "preset",
          "preset",
          "type",
          "type",
          FALSE_ALARMS,
          "threshold." + FALSE_ALARMS);

  private final Config config;
  private final Instant now;

  private RequestReader(Config config, Instant now) {
    this.config = config;
    this.now = now;
  }

  /**
   * Reads a request.
   *
   * @param body JSON in UTF-8
   * @throws BadRequestException with all problems
   */
  static BacktestRequest read(byte[] body, Config config, Instant now) throws BadRequestException {
    try {
      return new RequestReader(config, now).request(body);
    } catch (ConfigException e) {
      throw new BadRequestException(
          e.problems().stream().map(RequestReader::message).collect(Collectors.joining("; ")), e);
    }
  }

  private static String message(Problem problem) {
    String member =
        KEYS.entrySet().stream()
            .filter(key -> key.getValue().equals(problem.path()))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElse(problem.path());
    return member.isEmpty() ? problem.text() : member + ": " + problem.statement();
  }

  private BacktestRequest request(byte[] body) throws ConfigException {
    Reading reading = new Reading("the request", Path.of(""));
    Node document = JsonReader.read(reading, body);
    Section members = new Value(reading, "", 1, document).section();
    Optional<DetectorConfig> base = base(members.value("detector"));
    Instant end = time(members.value("end"));
    if (end != null && end.isAfter(now)) {
      members.value("end").problem(ProblemKind.OUT_OF_RANGE, "a time in the past");
    }
    Instant start = start(members.value("start"), end == null ? now : end);
    boolean alerts = members.value("incidents").choice(Map.of("alerts", true)).isPresent();
    members.present(KEYS.keySet().toArray(String[]::new));
    reading.finish();

    Map<String, Node> values = new LinkedHashMap<>();
    if (document instanceof Mapping mapping) {
      mapping
          .entries()
          .forEach(
              (member, entry) -> {
                String key = KEYS.get(member);
                if (key != null) {
                  values.put(key, entry.value());
                }
              });
    }
    DetectorConfig detector = config.entries().with(base.orElseThrow().name(), values);
    return new BacktestRequest(detector, changes(values), start, end, alerts);
  }

  private Optional<DetectorConfig> base(Value value) {
    List<DetectorConfig> queried =
        config.detectors().stream()
            .filter(it -> it.source().kind() == SourceKind.PROMETHEUS)
            .toList();
    Optional<String> name = value.requiredString("the name of a detector");
    Optional<DetectorConfig> found =
        name.flatMap(it -> queried.stream().filter(each -> each.name().equals(it)).findFirst());
    if (name.isPresent() && found.isEmpty()) {
      value.problem(
          ProblemKind.UNKNOWN_NAME,
          "a detector with source: prometheus, one of "
              + queried.stream().map(DetectorConfig::name).toList());
    }
    return found;
  }

  private @Nullable Instant time(Value value) {
    Optional<String> text = value.string();
    Optional<Instant> time = text.flatMap(it -> When.time(it, now));
    if (text.isPresent() && time.isEmpty()) {
      value.problem(When.SYNTAX);
    }
    return time.orElse(null);
  }

  private @Nullable Instant start(Value value, Instant end) {
    Instant start = time(value);
    if (start != null && !start.isBefore(end)) {
      value.problem(ProblemKind.OUT_OF_RANGE, "a time before the end " + end);
    } else if (start != null && start.isBefore(end.minus(LONGEST))) {
      value.problem(
          ProblemKind.OUT_OF_RANGE,
          "a time at most %s before the end %s".formatted(PrometheusDuration.format(LONGEST), end));
    }
    return start;
  }

  /** Returns what the values are after they have been checked. */
  private static Changes changes(Map<String, Node> values) {
    String alarms = text(values, FALSE_ALARMS);
    return new Changes(
        text(values, "selector"),
        text(values, "preset"),
        text(values, "type"),
        alarms == null ? null : Double.valueOf(alarms));
  }

  private static @Nullable String text(Map<String, Node> values, String member) {
    return values.get(KEYS.get(member)) instanceof Scalar scalar ? scalar.text() : null;
  }
}
