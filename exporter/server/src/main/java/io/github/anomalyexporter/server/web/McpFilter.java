package io.github.anomalyexporter.server.web;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.Semaphore;

/**
 * Admits a limited number of requests to {@code /mcp} at one time, because the body is read by a
 * worker.
 */
final class McpFilter extends HttpFilter {
  private static final long serialVersionUID = 1L;

  /** With the bodies of rows less than the workers. */
  private static final int AT_ONCE = 2;

  private final transient Semaphore places = new Semaphore(AT_ONCE);

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    if (!places.tryAcquire()) {
      response.setHeader("Retry-After", "1");
      PlainText.send(response, 503, "Too many requests to /mcp at the same time; try again.");
      return;
    }
    try {
      chain.doFilter(request, response);
    } finally {
      places.release();
    }
  }
}
