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
    if (path.startsWith(HostDocument.PATH) && path.endsWith(HostDocument.METRICS)) {
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
    int end = Math.max(path.length() - HostDocument.METRICS.length(), HostDocument.PATH.length());
    String name = path.substring(HostDocument.PATH.length(), end);
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
    return Response.json(200, live.fleet().hosts().stream().map(HostDocument::of).toList());
  }

  private Response targets(String authority) {
    return Response.json(
        200,
        live.fleet().hosts().stream()
            .map(host -> new TargetGroup(List.of(authority), targetLabels(host)))
            .toList());
  }

  private Map<String, String> targetLabels(SimulatedHost host) {
    Map<String, String> all = new LinkedHashMap<>(labels);
    all.put("__metrics_path__", HostDocument.metricsPath(host));
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

  private IncidentDocument describe(Incident incident) {
    return IncidentDocument.of(incident, live.now());
  }

  private static QueryParameters parameters(@Nullable String query, String... known) {
    return new QueryParameters(query, new TreeSet<>(List.of(known)));
  }

  private static Response wrongMethod(String allowed) {
    return Response.text(405, "wrong method; allowed: " + allowed);
  }
}
