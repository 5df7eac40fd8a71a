package io.github.anomalyexporter.server.web;

import io.github.anomalyexporter.server.web.api.Route;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** The paths of requests. */
final class Paths {
  private Paths() {}

  /** Returns the path that selects the servlet, so that all decisions use the same one. */
  static String of(HttpServletRequest request) {
    return request.getServletPath() + (request.getPathInfo() == null ? "" : request.getPathInfo());
  }

  static Optional<Route.Found> route(HttpServletRequest request) {
    return Route.of(of(request));
  }

  /** Returns the relative URL of the page, which is right behind any path prefix. */
  static String toRoot(HttpServletRequest request) {
    return "./" + "../".repeat((int) of(request).chars().filter(c -> c == '/').count() - 1);
  }
}
