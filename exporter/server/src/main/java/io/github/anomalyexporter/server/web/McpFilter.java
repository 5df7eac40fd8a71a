package io.github.anomalyexporter.server.web;

import io.github.anomalyexporter.server.web.api.BoundedAnswers;
import io.github.anomalyexporter.server.web.api.UnavailableException;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * Admits a limited number of requests to {@code /mcp} at one time, because the body is read by a
 * worker.
 */
final class McpFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  private static final int AT_ONCE = 2;

  private final transient BoundedAnswers calls;

  /**
   * @param slow bounds the requests that wait for their body or for another server
   */
  McpFilter(BoundedAnswers slow) {
    this.calls = slow.part(AT_ONCE, "to /mcp");
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    try {
      calls.begin();
    } catch (UnavailableException e) {
      response.setHeader("Retry-After", "1");
      PlainText.send(response, 503, String.valueOf(e.getMessage()));
      return;
    }
    try {
      chain.doFilter(request, response);
    } finally {
      calls.end();
    }
  }
}
