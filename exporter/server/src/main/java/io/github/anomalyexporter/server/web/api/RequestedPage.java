package io.github.anomalyexporter.server.web.api;

import io.github.anomalyexporter.server.config.LinksConfig;
import io.github.anomalyexporter.server.recurrence.ProposalsDocument;
import io.github.anomalyexporter.server.store.Manifest;
import io.github.anomalyexporter.server.version.BuildVersion;
import io.github.anomalyexporter.server.web.api.ExporterApi.StoredModels;
import io.github.anomalyexporter.server.web.page.Page;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The response to a GET request, of what its caller sees. For use by one thread. */
final class RequestedPage {
  private static final Set<String> DETECTOR = Set.of(InstanceFilter.DETECTOR);

  private final VisibleExporter exporter;
  private final ApiRequest request;
  private final Parameters parameters;
  private final String variable;

  RequestedPage(VisibleExporter exporter, ApiRequest request) {
    this.exporter = exporter;
    this.request = request;
    this.parameters = new Parameters(request.parameters());
    this.variable = request.found().variable();
  }

  /** {@code /api/v1/config}. */
  private record Configuration(String yaml) {}

  /** {@code /api/v1/status}. */
  record Status(String version, boolean ready, LinksConfig links, List<DetectorStatus> detectors) {
    static Status of(VisibleExporter exporter, List<VisibleDetector> detectors) {
      Instant now = exporter.now();
      return new Status(
          BuildVersion.current(),
          exporter.isReady(),
          exporter.links(),
          detectors.stream().map(detector -> DetectorStatus.of(detector, now)).toList());
    }
  }

  /**
   * Returns the page.
   *
   * @throws BadParameterException for the first parameter that is wrong
   * @throws ForbiddenException if the caller may not have it
   * @throws UnavailableException if past samples cannot be read
   */
  Page page() {
    return switch (request.found().route()) {
      case OPENAPI -> Documentation.openApi();
      case DOCUMENTATION -> Documentation.page();
      case DOCUMENTATION_FILE -> Documentation.file(variable);
      case STATUS -> status();
      case DETECTORS -> detectors();
      case DETECTOR -> detector();
      case MODELS -> models();
      case FLEET -> fleet();
      case INSTANCES -> instances();
      case INSTANCE_HISTORY -> history();
      case INSTANCE_FEATURES -> features();
      case INSTANCE_EXEMPTIONS -> exemptions();
      case CONFIGURATION -> configuration();
      case COMPARISON -> comparison();
      case CORRELATION -> correlation();
      case INSTANCE -> instance();
      case ANOMALIES -> anomalies();
      case CALENDAR_PROPOSALS -> proposals();
      case BACKTESTS -> new Backtests(exporter.backtests()).all(request);
      case BACKTEST -> new Backtests(exporter.backtests()).one(request);
      default ->
          throw new IllegalArgumentException(
              "not a GET request of the API: " + request.found().route());
    };
  }

  private Page status() {
    parameters.only(Set.of());
    return Envelope.success(Status.of(exporter, exporter.detectors()));
  }

  private Page detectors() {
    parameters.only(Set.of());
    Instant now = exporter.now();
    return Envelope.success(
        exporter.detectors().stream().map(detector -> DetectorDocument.of(detector, now)).toList());
  }

  private Page detector() {
    parameters.only(Set.of());
    return exporter
        .detector(variable)
        .map(detector -> Envelope.success(DetectorDocument.of(detector, exporter.now())))
        .orElseGet(() -> Envelope.noDetector(variable));
  }

  private Page models() {
    parameters.only(Set.of());
    Optional<StoredModels> stored = exporter.models(variable);
    if (stored.isEmpty()) {
      return Envelope.noDetector(variable);
    }
    String serving =
        exporter
            .detector(variable)
            .flatMap(detector -> detector.state().model().manifest())
            .map(Manifest::version)
            .orElse(null);
    return Envelope.success(
        ModelDocument.all(stored.get().versions(), serving), stored.get().unreadable());
  }

  private Page fleet() {
    Instant now = exporter.now();
    FleetQuery query = FleetQuery.of(parameters, exporter.labelNames(), now);
    return Envelope.success(FleetDocument.of(exporter.detectors(), query, now));
  }

  private Page instances() {
    InstanceList found = list(InstanceQuery.of(parameters, exporter.labelNames()));
    return Envelope.success(found.instances(), found.page());
  }

  private Page instance() {
    InstanceQuery query = InstanceQuery.of(parameters, exporter.labelNames());
    InstanceList found = list(query.with(VisibleExporter.INSTANCE, variable));
    return found.page().total() == 0
        ? Envelope.noInstance(variable)
        : Envelope.success(found.instances(), found.page());
  }

  private InstanceList list(InstanceQuery query) {
    return InstanceList.of(exporter.detectors(), query, exporter.now());
  }

  private Page history() {
    HistoryList found =
        HistoryList.of(
            exporter.detectors(),
            HistoryQuery.of(parameters, variable, exporter.labelNames(), exporter.now()));
    return found.histories().isEmpty()
        ? Envelope.noInstance(variable)
        : Envelope.success(found.histories(), found.warnings());
  }

  private Page features() {
    FeatureHistoryList found =
        FeatureHistoryList.of(
            exporter.detectors(),
            FeatureHistoryQuery.of(parameters, variable, exporter.labelNames(), exporter.now()));
    return found.histories().isEmpty()
        ? Envelope.noInstance(variable)
        : Envelope.success(found.histories(), found.warnings());
  }

  private Page exemptions() {
    Map<String, String> wanted = parameters.labels(DETECTOR, exporter.labelNames());
    parameters
        .one(InstanceFilter.DETECTOR)
        .ifPresent(it -> wanted.put(InstanceFilter.DETECTOR, it));
    wanted.put(VisibleExporter.INSTANCE, variable);
    List<ExemptionDocument> found = ExemptionDocument.all(exporter, wanted);
    return found.isEmpty() ? Envelope.noInstance(variable) : Envelope.success(found);
  }

  private Page configuration() {
    parameters.only(Set.of());
    return Envelope.success(new Configuration(exporter.configuration()));
  }

  private Page comparison() {
    ComparisonQuery query = ComparisonQuery.of(parameters, exporter.now());
    return exporter
        .detector(variable)
        .map(detector -> ComparedWindow.of(detector, query))
        .map(found -> Envelope.success(found.document(), found.warnings()))
        .orElseGet(() -> Envelope.noDetector(variable));
  }

  private Page correlation() {
    CorrelationQuery query = CorrelationQuery.of(parameters, exporter.now());
    return exporter
        .detector(variable)
        .map(detector -> Envelope.success(CorrelationDocument.of(detector, query)))
        .orElseGet(() -> Envelope.noDetector(variable));
  }

  private Page anomalies() {
    IncidentQuery query = IncidentQuery.of(parameters, exporter.labelNames());
    IncidentList found = IncidentList.of(exporter.detectors(), query, exporter.now());
    return Envelope.success(found.incidents(), found.page());
  }

  private Page proposals() {
    parameters.only(DETECTOR);
    Optional<String> wanted = parameters.one(InstanceFilter.DETECTOR);
    return Envelope.success(
        exporter.detectors().stream()
            .filter(detector -> wanted.filter(it -> !it.equals(detector.name())).isEmpty())
            .map(
                detector ->
                    detector
                        .proposals()
                        .map(ProposalsDocument::of)
                        .orElseGet(() -> ProposalsDocument.unknown(detector.name())))
            .toList());
  }
}
