package io.github.anomalyexporter.server.web.api;

import io.github.anomalyexporter.server.access.Role;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * All routes of the HTTP server: requests are dispatched by this table, and {@code openapi.yaml}
 * documents exactly these routes.
 */
@SuppressWarnings("ImmutableEnumChecker") // The list and the pattern are immutable.
public enum Route {
  PAGE("/", "GET"),
  PAGE_FILE("/assets/{file}", "GET"),
  METRICS("/metrics", "GET"),
  HEALTHY("/-/healthy", "GET"),
  READY("/-/ready", "GET"),
  RELOAD("/-/reload", "POST", "PUT"),
  LOGIN("/login", "GET"),
  LOGIN_CALLBACK("/login/callback", "GET"),
  LOGOUT("/logout", "POST"),
  MCP("/mcp", "POST"),
  OPENAPI("/api/v1/openapi.yaml", "GET"),
  DOCUMENTATION("/api/v1/docs", "GET"),
  DOCUMENTATION_FILE("/api/v1/docs/{file}", "GET"),
  STATUS("/api/v1/status", "GET"),
  USER("/api/v1/user", "GET"),
  DETECTORS("/api/v1/detectors", "GET"),
  DETECTOR("/api/v1/detectors/{detector}", "GET"),
  MODELS("/api/v1/detectors/{detector}/models", "GET"),
  TRAIN("/api/v1/detectors/{detector}/train", "POST"),
  ROLLBACK("/api/v1/detectors/{detector}/rollback", "POST"),
  SCORE("/api/v1/detectors/{detector}/score", "POST"),
  SAMPLES("/api/v1/detectors/{detector}/samples", "POST"),
  FLEET("/api/v1/fleet", "GET"),
  INSTANCES("/api/v1/instances", "GET", "DELETE"),
  INSTANCE_HISTORY("/api/v1/instances/{instance}/history", "GET"),
  INSTANCE_FEATURES("/api/v1/instances/{instance}/features", "GET"),
  INSTANCE_EXEMPTIONS("/api/v1/instances/{instance}/exemptions", "GET"),
  COMPARISON("/api/v1/detectors/{detector}/comparison", "GET"),
  CORRELATION("/api/v1/detectors/{detector}/correlation", "GET"),
  INSTANCE("/api/v1/instances/{instance}", "GET", "DELETE"),
  SILENCES("/api/v1/silences", "POST"),
  SILENCE("/api/v1/silences/{silence}", "DELETE"),
  ANOMALIES("/api/v1/anomalies", "GET"),
  CALENDAR_PROPOSALS("/api/v1/calendar/proposals", "GET"),
  CONFIGURATION("/api/v1/config", "GET"),
  BACKTESTS("/api/v1/backtests", "GET", "POST"),
  BACKTEST("/api/v1/backtests/{backtest}", "GET", "DELETE");

  /** Prefix of the paths of the API. */
  public static final String API = "/api/";

  private static final Set<String> CHANGING = Set.of("POST", "PUT", "DELETE");

  private final String path;
  private final List<String> methods;

  private final Pattern pattern;

  Route(String path, String... methods) {
    this.path = path;
    this.methods = List.of(methods);
    String variable = path.contains("{instance}") ? "(.*)" : "([^/]+)";
    this.pattern =
        Pattern.compile(
            Arrays.stream(path.split("(?=\\{)|(?<=})", -1))
                .map(part -> part.startsWith("{") ? variable : Pattern.quote(part))
                .reduce("", String::concat),
            Pattern.DOTALL);
  }

  /**
   * A route and the value of the variable in its path.
   *
   * @param variable empty for a path without a variable
   */
  public record Found(Route route, String variable) {}

  /**
   * Returns the route of a path; empty if there is none.
   *
   * @param path decoded; the name of an instance may contain slashes. The first route that matches
   *     is returned: an instance {@code x/history}, for example, is found by the parameter {@code
   *     instance} only
   */
  public static Optional<Found> of(String path) {
    for (Route route : values()) {
      Matcher matcher = route.pattern.matcher(path);
      if (matcher.matches()) {
        return Optional.of(new Found(route, matcher.groupCount() == 0 ? "" : matcher.group(1)));
      }
    }
    return Optional.empty();
  }

  /** Returns whether requests have rows as their body. */
  public boolean takesRows() {
    return this == SCORE || this == SAMPLES;
  }

  /** Returns whether the answer to a GET request waits for another server. */
  public boolean waits() {
    return switch (this) {
      case INSTANCE_HISTORY, INSTANCE_FEATURES, COMPARISON, CORRELATION -> true;
      default -> false;
    };
  }

  /** Returns the role that a request with this method requires. */
  public Role role(String method) {
    return switch (this) {
      case RELOAD, ROLLBACK, CONFIGURATION -> Role.ADMIN;
      default -> changesState(method) ? Role.OPERATOR : Role.VIEWER;
    };
  }

  /**
   * Returns whether requests with this method change state. Scoring stores nothing; the tools of
   * MCP check the caller themselves.
   */
  public boolean changesState(String method) {
    boolean changes = CHANGING.contains(method);
    return switch (this) {
      case SCORE, MCP, LOGOUT -> false;
      default -> changes;
    };
  }

  /** Returns the path, with a variable in braces. */
  public String path() {
    return path;
  }

  /** Returns the methods; HEAD is possible wherever GET is. */
  public List<String> methods() {
    return methods;
  }

  /** Returns whether the route has a method. */
  public boolean has(String method) {
    return methods.contains(method.equals("HEAD") ? "GET" : method);
  }
}
