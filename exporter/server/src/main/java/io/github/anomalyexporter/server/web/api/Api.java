package io.github.anomalyexporter.server.web.api;

import io.github.anomalyexporter.server.access.Caller;
import io.github.anomalyexporter.server.recurrence.ProposalsDocument;
import io.github.anomalyexporter.server.run.DetectorState;
import io.github.anomalyexporter.server.run.RunningDetector;
import io.github.anomalyexporter.server.store.Manifest;
import io.github.anomalyexporter.server.store.ModelStoreException;
import io.github.anomalyexporter.server.version.BuildVersion;
import io.github.anomalyexporter.server.web.api.ExporterApi.StoredModels;
import io.github.anomalyexporter.server.web.page.Page;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers the requests of the API, {@code /api/v1/...}. Safe for use by several threads. */
public final class Api {
  private static final Logger LOGGER = LoggerFactory.getLogger(Api.class);

  private static final String INSTANCE = "instance";
  private static final Set<String> DETECTOR = Set.of(InstanceQuery.DETECTOR);

  private final ExporterApi exporter;
  private final Backtests backtests;

  public Api(ExporterApi exporter) {
    this.exporter = exporter;
    this.backtests = new Backtests(exporter.backtests());
  }

  /** {@code /api/v1/status}. */
  record Status(String version, boolean ready, List<DetectorStatus> detectors) {}

  /** {@code DELETE /api/v1/instances/...}. */
  private record Forgotten(int forgotten) {}

  /**
   * Returns the response about the caller of a request.
   *
   * @param lifecycle whether callers without a login may change state
   */
  public static Page user(Caller caller, boolean lifecycle) {
    return Envelope.success(UserDocument.of(caller, lifecycle));
  }

  /** Returns the response to a GET request. */
  public Page read(ApiRequest request) {
    return answer(request, this::document);
  }

  /** Returns the response to a DELETE request, which the caller has to be allowed to make. */
  public Page delete(ApiRequest request) {
    return answer(
        request,
        asked -> asked.found().route() == Route.BACKTEST ? backtests.remove(asked) : forget(asked));
  }

  /** Returns the response to a POST request, which the caller has to be allowed to make. */
  public Page post(ApiRequest request, PostedBody body) {
    return answer(
        request,
        posted ->
            posted.found().route() == Route.BACKTESTS
                ? backtests.start(posted, body)
                : rows(posted, body));
  }

  private Page rows(ApiRequest request, PostedBody body) {
    new Parameters(request.parameters()).only(Set.of());
    String name = request.found().variable();
    Optional<RunningDetector> found = running(name);
    if (found.isEmpty()) {
      return noDetector(name);
    }
    return request.found().route() == Route.SCORE
        ? RowPosts.score(found.get(), body)
        : RowPosts.store(found.get(), body, exporter.clock().instant());
  }

  private static Page answer(ApiRequest request, Function<ApiRequest, Page> answer) {
    try {
      return answer.apply(request);
    } catch (BadParameterException e) {
      return Envelope.failure(400, "bad_data", String.valueOf(e.getMessage()));
    } catch (UnavailableException e) {
      return Envelope.failure(503, "unavailable", String.valueOf(e.getMessage()));
    } catch (ModelStoreException e) {
      return Envelope.failure(500, "internal", String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      LOGGER.error("the request {} failed", request.found().route().path(), e);
      return Envelope.failure(500, "internal", "internal error: see the log for the reason");
    }
  }

  private Page document(ApiRequest request) {
    Parameters parameters = new Parameters(request.parameters());
    String variable = request.found().variable();
    return switch (request.found().route()) {
      case OPENAPI -> Documentation.openApi();
      case DOCUMENTATION -> Documentation.page();
      case DOCUMENTATION_FILE -> Documentation.file(variable);
      case STATUS -> status(parameters);
      case DETECTORS -> detectors(parameters);
      case DETECTOR -> detector(parameters, variable);
      case MODELS -> models(parameters, variable);
      case FLEET -> fleet(parameters);
      case INSTANCES -> instances(parameters);
      case INSTANCE_HISTORY -> history(parameters, variable);
      case INSTANCE_FEATURES -> features(parameters, variable);
      case COMPARISON -> comparison(parameters, variable);
      case INSTANCE -> instance(parameters, variable);
      case ANOMALIES -> anomalies(parameters);
      case CALENDAR_PROPOSALS -> proposals(parameters);
      case BACKTESTS -> backtests.all(request);
      case BACKTEST -> backtests.one(request);
      case PAGE,
          PAGE_FILE,
          METRICS,
          HEALTHY,
          READY,
          RELOAD,
          LOGIN,
          LOGIN_CALLBACK,
          LOGOUT,
          MCP,
          USER,
          SCORE,
          SAMPLES ->
          throw new IllegalArgumentException(
              "not a GET request of the API: " + request.found().route());
    };
  }

  private Page status(Parameters parameters) {
    parameters.only(Set.of());
    Instant now = exporter.clock().instant();
    return Envelope.success(
        new Status(
            BuildVersion.current(),
            exporter.isReady(),
            exporter.detectors().stream()
                .map(detector -> DetectorStatus.of(detector.state(), now))
                .toList()));
  }

  private Page detectors(Parameters parameters) {
    parameters.only(Set.of());
    Instant now = exporter.clock().instant();
    return Envelope.success(
        exporter.detectors().stream()
            .map(detector -> DetectorDocument.of(detector.state(), now))
            .toList());
  }

  private Page detector(Parameters parameters, String name) {
    parameters.only(Set.of());
    return state(name)
        .map(state -> Envelope.success(DetectorDocument.of(state, exporter.clock().instant())))
        .orElseGet(() -> noDetector(name));
  }

  private Page models(Parameters parameters, String name) {
    parameters.only(Set.of());
    Optional<StoredModels> stored = exporter.models(name);
    if (stored.isEmpty()) {
      return noDetector(name);
    }
    String serving =
        state(name).flatMap(state -> state.model().manifest()).map(Manifest::version).orElse(null);
    return Envelope.success(
        ModelDocument.all(stored.get().versions(), serving), stored.get().unreadable());
  }

  private Optional<RunningDetector> running(String detector) {
    return exporter.detectors().stream()
        .filter(it -> it.state().config().name().equals(detector))
        .findFirst();
  }

  private Optional<DetectorState> state(String detector) {
    return running(detector).map(RunningDetector::state);
  }

  private static Page noDetector(String name) {
    return Envelope.notFound("no such detector: " + name);
  }

  private Page fleet(Parameters parameters) {
    Instant now = exporter.clock().instant();
    FleetQuery query = FleetQuery.of(parameters, labelNames(), now);
    return Envelope.success(FleetDocument.of(exporter.detectors(), query, now));
  }

  private Page instances(Parameters parameters) {
    InstanceList found = list(InstanceQuery.of(parameters, labelNames()));
    return Envelope.success(found.instances(), found.page());
  }

  private Page instance(Parameters parameters, String name) {
    InstanceList found = list(InstanceQuery.of(parameters, labelNames()).with(INSTANCE, name));
    return found.page().total() == 0
        ? Envelope.notFound("no such instance: " + name)
        : Envelope.success(found.instances(), found.page());
  }

  private Page history(Parameters parameters, String name) {
    HistoryList found =
        HistoryList.of(
            exporter.detectors(),
            HistoryQuery.of(parameters, name, labelNames(), exporter.clock().instant()));
    return found.histories().isEmpty()
        ? Envelope.notFound("no such instance: " + name)
        : Envelope.success(found.histories(), found.warnings());
  }

  private Page features(Parameters parameters, String name) {
    FeatureHistoryList found =
        FeatureHistoryList.of(
            exporter.detectors(),
            FeatureHistoryQuery.of(parameters, name, labelNames(), exporter.clock().instant()));
    return found.histories().isEmpty()
        ? Envelope.notFound("no such instance: " + name)
        : Envelope.success(found.histories(), found.warnings());
  }

  private Page comparison(Parameters parameters, String name) {
    ComparisonQuery query = ComparisonQuery.of(parameters, exporter.clock().instant());
    return running(name)
        .map(detector -> ComparedWindow.of(detector, query))
        .map(found -> Envelope.success(found.document(), found.warnings()))
        .orElseGet(() -> noDetector(name));
  }

  private Page anomalies(Parameters parameters) {
    IncidentList found =
        IncidentList.of(
            exporter.detectors(),
            IncidentQuery.of(parameters, labelNames()),
            exporter.clock().instant());
    return Envelope.success(found.incidents(), found.page());
  }

  private InstanceList list(InstanceQuery query) {
    return InstanceList.of(exporter.detectors(), query, exporter.clock().instant());
  }

  /** Returns the labels that select instances: the identity labels of any detector. */
  private Set<String> labelNames() {
    Set<String> names = new TreeSet<>(Set.of(INSTANCE));
    exporter
        .detectors()
        .forEach(detector -> names.addAll(detector.state().config().source().identityLabels()));
    return names;
  }

  private Page proposals(Parameters parameters) {
    parameters.only(DETECTOR);
    Optional<String> wanted = parameters.one(InstanceQuery.DETECTOR);
    return Envelope.success(
        exporter.detectors().stream()
            .map(RunningDetector::state)
            .filter(state -> wanted.filter(it -> !it.equals(state.config().name())).isEmpty())
            .map(
                state ->
                    state
                        .proposals()
                        .map(ProposalsDocument::of)
                        .orElseGet(() -> ProposalsDocument.unknown(state.config().name())))
            .toList());
  }

  private Page forget(ApiRequest request) {
    Parameters parameters = new Parameters(request.parameters());
    Map<String, String> wanted = parameters.labels(DETECTOR, labelNames());
    parameters.one(InstanceQuery.DETECTOR).ifPresent(it -> wanted.put(InstanceQuery.DETECTOR, it));
    if (request.found().route() == Route.INSTANCE) {
      wanted.put(INSTANCE, request.found().variable());
    }
    if (wanted.getOrDefault(INSTANCE, "").isEmpty()) {
      throw new BadParameterException(
          INSTANCE, "the name of an instance: /api/v1/instances?instance=...", "none");
    }
    int forgotten = exporter.forget(wanted);
    return forgotten == 0
        ? Envelope.notFound("no such instance: " + wanted)
        : Envelope.done(new Forgotten(forgotten));
  }
}
