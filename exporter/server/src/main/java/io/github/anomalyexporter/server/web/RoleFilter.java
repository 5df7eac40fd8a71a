package io.github.anomalyexporter.server.web;

import io.github.anomalyexporter.server.access.Caller;
import io.github.anomalyexporter.server.access.Role;
import io.github.anomalyexporter.server.web.api.Envelope;
import io.github.anomalyexporter.server.web.api.Route;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/**
 * Admits callers to the routes of their role, and requests that change state if the caller has
 * logged in or {@code --web.enable-lifecycle} is given.
 */
final class RoleFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  private final boolean lifecycle;

  /**
   * @param lifecycle whether callers without a login may change state
   */
  RoleFilter(boolean lifecycle) {
    this.lifecycle = lifecycle;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    Caller caller = Callers.find(request);
    Route route = Paths.route(request).map(Route.Found::route).orElse(null);
    Optional<String> refusal =
        caller == null || route == null || !route.has(request.getMethod())
            ? Optional.empty()
            : refusal(caller, route, request.getMethod());
    if (refusal.isEmpty()) {
      chain.doFilter(request, response);
    } else if (route != null && route.path().startsWith(Route.API)) {
      Answer.send(Envelope.failure(403, "forbidden", refusal.get()), request, response);
    } else {
      PlainText.send(response, 403, refusal.get());
    }
  }

  private Optional<String> refusal(Caller caller, Route route, String method) {
    Role required = route.role(method);
    if (!caller.role().includes(required)) {
      return Optional.of(
          "%s %s requires the role %s, found %s"
              .formatted(method, route.path(), required.label(), caller.role().label()));
    }
    if (route.changesState(method) && !caller.mayChangeState(lifecycle)) {
      return Optional.of(PlainText.LIFECYCLE_DISABLED);
    }
    if (route == Route.METRICS && !caller.visible().matchesAll()) {
      return Optional.of("/metrics has all hosts, expected a caller who sees all of them");
    }
    return Optional.empty();
  }

  /**
   * Returns whether a caller may use what an operator may.
   *
   * @param lifecycle whether callers without a login may
   */
  static boolean mayOperate(Caller caller, boolean lifecycle) {
    return caller.role().includes(Role.OPERATOR) && caller.mayChangeState(lifecycle);
  }
}
