package io.github.anomalyexporter.testing.server;

import io.github.anomalyexporter.testing.exposition.NodeExporterPage;
import io.github.anomalyexporter.testing.fleet.SimulatedFleet;
import io.github.anomalyexporter.testing.fleet.SimulatedHost;
import io.github.anomalyexporter.testing.http.Response;
import io.github.anomalyexporter.testing.incident.Incident;
import io.github.anomalyexporter.testing.incident.IncidentKind;
import io.github.anomalyexporter.testing.time.PrometheusDuration;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The responses of the server, independent of HTTP. */
final class FleetApi {
  private static final String METRICS_SUFFIX = "/metrics";
  private static final String HOSTS_PREFIX = "/hosts/";

  private final LiveFleet live;
  private final Map<String, String> labels;

  /**
   * @param labels that service discovery adds to each target
   */
  FleetApi(LiveFleet live, Map<String, String> labels) {
    this.live = live;
    this.labels = new LinkedHashMap<>(labels);
  }

  /**
   * Returns the response to a request; empty if its host does not respond at present.
   *
   * @param authority host and port by which the client reached the server
   * @throws IllegalArgumentException if a parameter is wrong
   */
  Optional<Response> answer(String method, URI uri, String authority) {
    String path = uri.getPath();
    if (path.startsWith(HOSTS_PREFIX) && path.endsWith(METRICS_SUFFIX)) {
      return method.equals("GET") ? page(path) : Optional.of(wrongMethod("GET"));
    }
    return Optional.of(
        switch (path) {
          case "/hosts" -> method.equals("GET") ? hosts() : wrongMethod("GET");
          case "/targets" -> method.equals("GET") ? targets(authority) : wrongMethod("GET");
          case "/incidents" -> incidents(method, uri.getRawQuery());
          default ->
              Response.text(
                  404,
                  "no such path; there are /hosts, /hosts/NAME/metrics, /targets and /incidents");
        });
  }

  private Optional<Response> page(String path) {
    int end = Math.max(path.length() - METRICS_SUFFIX.length(), HOSTS_PREFIX.length());
    String name = path.substring(HOSTS_PREFIX.length(), end);
    SimulatedHost host;
    try {
      host = live.fleet().host(name);
    } catch (IllegalArgumentException e) {
      return Optional.of(Response.text(404, String.valueOf(e.getMessage())));
    }
    Instant now = live.now();
    if (!host.answersAt(now)) {
      return Optional.empty();
    }
    byte[] body = NodeExporterPage.render(host.at(now));
    return Optional.of(new Response(200, NodeExporterPage.CONTENT_TYPE, body));
  }

  private Response hosts() {
    return Response.json(200, live.fleet().hosts().stream().map(FleetApi::describe).toList());
  }

  private static Map<String, Object> describe(SimulatedHost host) {
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("name", host.name());
    description.put("instance", host.profile().instance());
    description.put("role", host.profile().role().prefix());
    description.put("cores", host.profile().cores());
    description.put("memory_bytes", host.profile().memoryBytes());
    description.put("metrics_path", metricsPath(host));
    return description;
  }

  private static String metricsPath(SimulatedHost host) {
    return HOSTS_PREFIX + host.name() + METRICS_SUFFIX;
  }

  /** The format of Prometheus' HTTP service discovery. */
  private Response targets(String authority) {
    return Response.json(
        200, live.fleet().hosts().stream().map(host -> target(host, authority)).toList());
  }

  private Map<String, Object> target(SimulatedHost host, String authority) {
    Map<String, Object> target = new LinkedHashMap<>();
    target.put("targets", List.of(authority));
    target.put("labels", targetLabels(host));
    return target;
  }

  private Map<String, String> targetLabels(SimulatedHost host) {
    Map<String, String> all = new LinkedHashMap<>(labels);
    all.put("__metrics_path__", metricsPath(host));
    all.put("instance", host.profile().instance());
    return all;
  }

  private Response incidents(String method, @Nullable String query) {
    return switch (method) {
      case "GET" -> listIncidents();
      case "POST" -> begin(query);
      case "DELETE" -> end(query);
      default -> wrongMethod("GET, POST, DELETE");
    };
  }

  private Response listIncidents() {
    return Response.json(200, live.fleet().incidents().stream().map(this::describe).toList());
  }

  private Response begin(@Nullable String query) {
    QueryParameters parameters = parameters(query, "kind", "host", "duration");
    String kind = parameters.require("kind", "one of " + IncidentKind.knownNames());
    String host = parameters.require("host", "one of " + live.fleet().knownNames());
    String duration = parameters.get("duration");
    Duration length = duration == null ? null : PrometheusDuration.parse(duration);
    return Response.json(201, describe(live.begin(IncidentKind.ofName(kind), host, length)));
  }

  private Response end(@Nullable String query) {
    SimulatedFleet fleet = live.fleet();
    String host = parameters(query, "host").require("host", "one of " + fleet.knownNames());
    live.end(host);
    return Response.json(
        200, live.fleet().host(host).incidents().stream().map(this::describe).toList());
  }

  private Map<String, Object> describe(Incident incident) {
    Map<String, Object> description = new LinkedHashMap<>();
    description.put("kind", incident.kind().kebabName());
    description.put("host", incident.host());
    description.put("start", incident.start().toString());
    Instant end = incident.end();
    if (end != null) {
      description.put("end", end.toString());
    }
    description.put("active", incident.isActiveAt(live.now()));
    description.put("leading_features", incident.kind().leadingFeatures());
    return description;
  }

  private static QueryParameters parameters(@Nullable String query, String... known) {
    return new QueryParameters(query, new TreeSet<>(List.of(known)));
  }

  private static Response wrongMethod(String allowed) {
    return Response.text(405, "wrong method; allowed: " + allowed);
  }
}
