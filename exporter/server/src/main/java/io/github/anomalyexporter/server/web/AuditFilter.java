package io.github.anomalyexporter.server.web;

import io.github.anomalyexporter.server.access.Caller;
import io.github.anomalyexporter.server.logging.AuditLog;
import io.github.anomalyexporter.server.logging.AuditLog.Outcome;
import io.github.anomalyexporter.server.web.api.Route;
import io.github.anomalyexporter.server.web.mcp.McpEndpoint;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Set;

/** Writes each request with a method that changes state to the audit log, for any outcome. */
final class AuditFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  /** Attribute of a request: what it changes, if method and path do not say it. */
  static final String DETAILS = AuditFilter.class.getName() + ".details";

  /** Safe as of RFC 9110, section 9.2.1. */
  static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

  private static final Set<String> CHANGING = Set.of("POST", "PUT", "DELETE", "PATCH");

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    boolean answered = false;
    try {
      chain.doFilter(request, response);
      answered = true;
    } finally {
      if (!SAFE.contains(request.getMethod())) {
        AnswerEnd.of(request, response, answered, status -> write(request, outcome(status)));
      }
    }
  }

  /**
   * Writes a line. For unauthenticated requests that were not done, it contains the pattern of the
   * handler instead of the path, and {@code ?} for methods that do not change state: the request is
   * untrusted input.
   */
  private static void write(HttpServletRequest request, Outcome outcome) {
    if (outcome == Outcome.DONE && isData(request)) {
      return;
    }
    Caller caller = Callers.find(request);
    String user = caller == null ? null : caller.auditName();
    boolean stranger = user == null && outcome != Outcome.DONE;
    String method = request.getMethod();
    if (stranger && !CHANGING.contains(method)) {
      method = "?";
    }
    String path = stranger ? request.getHttpServletMapping().getPattern() : request.getRequestURI();
    Object tool = request.getAttribute(McpEndpoint.CHANGED_BY);
    Object details = stranger ? null : request.getAttribute(DETAILS);
    String action =
        method
            + " "
            + path
            + (tool == null ? "" : " " + tool)
            + (details == null ? "" : " " + details);
    AuditLog.write(user, request.getRemoteAddr(), action, outcome);
  }

  /**
   * Rows arrive every few seconds and are data, not administration; most tools of MCP only read.
   */
  private static boolean isData(HttpServletRequest request) {
    if (request.getAttribute(McpEndpoint.CHANGED_BY) != null) {
      return false;
    }
    return Route.of(request.getRequestURI())
        .map(Route.Found::route)
        .filter(route -> route.takesRows() || route == Route.MCP)
        .isPresent();
  }

  private static Outcome outcome(int status) {
    return switch (status) {
      case 200, 202, 204 -> Outcome.DONE;
      case 401, 403, 429 -> Outcome.REFUSED;
      default -> Outcome.FAILED;
    };
  }
}
