package io.github.anomalyexporter.server.web;

import io.github.anomalyexporter.server.export.ExporterMetrics;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;

/**
 * Measures each request until its response is complete, by handler and not by path, which clients
 * can choose arbitrarily.
 */
final class RequestTimer extends HttpFilter {
  private static final long serialVersionUID = 1L;

  private final transient ExporterMetrics metrics;

  RequestTimer(ExporterMetrics metrics) {
    this.metrics = metrics;
  }

  @Override
  protected void doFilter(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    long start = System.nanoTime();
    boolean answered = false;
    try {
      chain.doFilter(request, response);
      answered = true;
    } finally {
      AnswerEnd.of(
          request,
          response,
          answered,
          status ->
              metrics.requestServed(
                  request.getHttpServletMapping().getPattern(),
                  status,
                  Duration.ofNanos(System.nanoTime() - start)));
    }
  }
}
