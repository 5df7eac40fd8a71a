package io.github.anomalyexporter.server.web.api;

import io.github.anomalyexporter.output.JsonDocument;
import io.github.anomalyexporter.server.preview.BadRequestException;
import io.github.anomalyexporter.server.preview.TooManyRunsException;
import io.github.anomalyexporter.server.web.api.ApiRequest.Parameter;
import io.github.anomalyexporter.server.web.api.Envelope.ListPage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The documents of the API as answers of tools: the same documents, selected by the arguments of a
 * tool instead of the parameters of a URL, with what one caller sees. Only {@link #startBacktest}
 * changes state. Safe for use by several threads.
 *
 * <p>Every method throws {@link BadParameterException} for the first argument that is wrong, those
 * about backtests {@link ForbiddenException} if the caller does not see all instances.
 */
public final class ToolDocuments {
  /** Maximum {@code limit} of instances with features. */
  public static final int MOST_ANOMALIES = 100;

  /** Maximum {@code limit} of instances without features. */
  public static final int MOST_INSTANCES = 1_000;

  private static final String INSTANCE = VisibleExporter.INSTANCE;
  private static final String MATCH = "match";
  private static final String ID = "id";

  /** A list that an assistant can read; more is in the next part. */
  private static final int DEFAULT_ANOMALIES = 20;

  private static final int DEFAULT_INSTANCES = 100;

  private final VisibleExporter exporter;
  private final BoundedAnswers waiting;

  /**
   * @param waiting bounds the calls that wait for another server, together with those of the API
   * @param visibility the instances that the caller sees
   */
  public ToolDocuments(ExporterApi exporter, BoundedAnswers waiting, Visibility visibility) {
    this.exporter = new VisibleExporter(exporter, visibility);
    this.waiting = waiting;
  }

  /** Instances of one name, with all features. */
  private record Explained(List<InstanceDocument> instances, int total) {}

  /** Instances without features. */
  private record Listed(List<InstanceDocument> instances, ListPage page) {}

  private record ListedBacktests(List<BacktestDocument> backtests) {}

  /** Returns the instances with a score above 1 or on a new level. */
  public Object anomalies(Map<String, ?> arguments) {
    Parameters given = parameters(arguments, Set.of(InstanceFilter.DETECTOR, InstanceQuery.LIMIT));
    return AnomalousInstances.of(
        detectors(given),
        given.count(InstanceQuery.LIMIT, MOST_ANOMALIES).orElse(DEFAULT_ANOMALIES),
        exporter.now());
  }

  /** Returns the instances of one name with all their features. */
  public Object explanation(Map<String, ?> arguments) {
    Parameters given = parameters(arguments, Set.of(INSTANCE, InstanceFilter.DETECTOR, MATCH));
    String name =
        given
            .one(INSTANCE)
            .orElseThrow(
                () -> new BadParameterException(INSTANCE, "the name of an instance", "none"));
    InstanceList found =
        list(
            given,
            new InstanceQuery(
                new InstanceFilter(
                    Map.of(INSTANCE, name),
                    InstanceFilter.selectors(given, MATCH),
                    Set.of(),
                    Optional.empty()),
                DEFAULT_ANOMALIES,
                Optional.empty(),
                true));
    if (found.instances().isEmpty()) {
      throw new BadParameterException(
          INSTANCE,
          "the label instance of a known instance, as list_instances has it",
          Parameters.quoted(name));
    }
    return new Explained(found.instances(), found.page().total());
  }

  /** Returns a part of the list of instances. */
  public Object instances(Map<String, ?> arguments) {
    Parameters given =
        parameters(
            arguments,
            Set.of(
                InstanceFilter.DETECTOR,
                InstanceFilter.STATE,
                InstanceFilter.ANOMALOUS,
                MATCH,
                InstanceQuery.LIMIT,
                InstanceQuery.CURSOR));
    InstanceList found =
        list(
            given,
            new InstanceQuery(
                new InstanceFilter(
                    Map.of(),
                    InstanceFilter.selectors(given, MATCH),
                    InstanceFilter.states(given),
                    given.flag(InstanceFilter.ANOMALOUS)),
                given.count(InstanceQuery.LIMIT, MOST_INSTANCES).orElse(DEFAULT_INSTANCES),
                given.one(InstanceQuery.CURSOR).map(InstanceQuery::cursor),
                false));
    return new Listed(found.instances(), found.page());
  }

  /** Returns the exporter's status: detectors with their models, states and drift. */
  public Object status(Map<String, ?> arguments) {
    Parameters given = parameters(arguments, Set.of(InstanceFilter.DETECTOR));
    return RequestedPage.Status.of(exporter, detectors(given));
  }

  /**
   * Returns what has changed in a time, compared with another.
   *
   * @throws UnavailableException if past samples cannot be read
   */
  public Object comparison(Map<String, ?> arguments) {
    Set<String> known = new TreeSet<>(ComparisonQuery.KNOWN);
    known.addAll(Set.of(InstanceFilter.DETECTOR, MATCH));
    Parameters given = parameters(arguments, known);
    ComparisonQuery query = ComparisonQuery.of(given, MATCH, exporter.now());
    List<VisibleDetector> detectors = detectors(given);
    if (detectors.size() != 1) {
      throw new BadParameterException(
          InstanceFilter.DETECTOR, "one of " + names(detectors), "none");
    }
    return waiting.admit(() -> ComparedWindow.of(detectors.get(0), query).document());
  }

  private static String names(List<VisibleDetector> detectors) {
    return detectors.stream().map(VisibleDetector::name).collect(Collectors.joining(", "));
  }

  /** Returns all backtests, the newest first, without results. */
  public Object backtests(Map<String, ?> arguments) {
    parameters(arguments, Set.of());
    return new ListedBacktests(
        exporter.backtests().all().stream().map(BacktestDocument::of).toList());
  }

  /** Returns a backtest with its result. */
  public Object backtest(Map<String, ?> arguments) {
    String id =
        parameters(arguments, Set.of(ID))
            .one(ID)
            .orElseThrow(() -> new BadParameterException(ID, "the id of a backtest", "none"));
    return exporter
        .backtests()
        .find(id)
        .map(BacktestDocument::withResult)
        .orElseThrow(
            () ->
                new BadParameterException(
                    ID, "the id of a backtest, as list_backtests has it", Parameters.quoted(id)));
  }

  /** Starts a backtest, which the caller has to be allowed to do. */
  public Object startBacktest(Map<String, ?> arguments) {
    try {
      return BacktestDocument.of(exporter.backtests().start(JsonDocument.bytes(arguments)));
    } catch (BadRequestException | TooManyRunsException e) {
      throw new BadParameterException(e);
    }
  }

  private InstanceList list(Parameters given, InstanceQuery query) {
    return InstanceList.of(detectors(given), query, exporter.now());
  }

  /** Returns the selected detector, or all. */
  private List<VisibleDetector> detectors(Parameters given) {
    List<VisibleDetector> all = exporter.detectors();
    Optional<String> wanted = given.one(InstanceFilter.DETECTOR);
    if (wanted.isEmpty()) {
      return all;
    }
    List<VisibleDetector> found =
        all.stream().filter(it -> it.name().equals(wanted.get())).toList();
    if (found.isEmpty()) {
      throw new BadParameterException(
          InstanceFilter.DETECTOR, "one of " + names(all), Parameters.quoted(wanted.get()));
    }
    return found;
  }

  private static Parameters parameters(Map<String, ?> arguments, Set<String> known) {
    List<Parameter> parameters = new ArrayList<>();
    arguments.forEach((name, value) -> add(parameters, name, value));
    Parameters read = new Parameters(parameters);
    read.only(known);
    return read;
  }

  /** Adds the values of an argument; null is the same as absent. */
  private static void add(List<Parameter> parameters, String name, @Nullable Object value) {
    if (value instanceof List<?> values) {
      values.forEach(each -> add(parameters, name, each));
    } else if (value instanceof Map) {
      throw new BadParameterException(name, "a text, a number, true or false", "an object");
    } else if (value != null) {
      parameters.add(new Parameter(name, value.toString()));
    }
  }
}
