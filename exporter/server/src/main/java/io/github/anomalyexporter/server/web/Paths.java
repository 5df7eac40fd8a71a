package io.github.anomalyexporter.server.web;

import io.github.anomalyexporter.server.web.api.Route;
import jakarta.servlet.http.HttpServletRequest;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** The paths of requests. */
final class Paths {
  /** Methods that change nothing. */
  static final Set<String> READING = Set.of("GET", "HEAD");

  private static final Set<Route> HEALTH = EnumSet.of(Route.HEALTHY, Route.READY);

  private Paths() {}

  /** Returns the path that selects the servlet, so that all decisions use the same one. */
  static String of(HttpServletRequest request) {
    return request.getServletPath() + (request.getPathInfo() == null ? "" : request.getPathInfo());
  }

  static Optional<Route.Found> route(HttpServletRequest request) {
    return Route.of(of(request));
  }

  /** Returns whether a request reads one of these routes. */
  static boolean reads(String method, String path, Set<Route> routes) {
    return READING.contains(method)
        && Route.of(path).filter(found -> routes.contains(found.route())).isPresent();
  }

  /**
   * Returns whether a request is one of an orchestrator about health: it needs no credentials, it
   * discloses nothing, and no thread waits for its answer.
   */
  static boolean isHealth(String method, String path) {
    return reads(method, path, HEALTH);
  }

  /** Returns the relative URL of the page, which is right behind any path prefix. */
  static String toRoot(HttpServletRequest request) {
    return "./" + "../".repeat((int) of(request).chars().filter(c -> c == '/').count() - 1);
  }
}
