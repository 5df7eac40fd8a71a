package io.github.anomalyexporter.server.web;

import io.github.anomalyexporter.server.export.ExporterMetrics;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;

/**
 * Times each request until its answer is complete, by what served it: not by its path, which anyone
 * can make up.
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
    Running running = new Running(request, response, System.nanoTime());
    boolean answered = false;
    try {
      chain.doFilter(request, response);
      answered = true;
    } finally {
      if (request.isAsyncStarted()) {
        request.getAsyncContext().addListener(running);
      } else {
        // An exception becomes a 500 only after the filters.
        running.count(answered ? response.getStatus() : 500);
      }
    }
  }

  /** A request that is being answered, by this thread or by another. */
  private final class Running implements AsyncListener {
    private final HttpServletRequest request;
    private final HttpServletResponse response;
    private final long start;

    Running(HttpServletRequest request, HttpServletResponse response, long start) {
      this.request = request;
      this.response = response;
      this.start = start;
    }

    void count(int status) {
      metrics.requestServed(
          request.getHttpServletMapping().getPattern(),
          status,
          Duration.ofNanos(System.nanoTime() - start));
    }

    @Override
    public void onComplete(AsyncEvent event) {
      count(response.getStatus());
    }

    @Override
    public void onTimeout(AsyncEvent event) {}

    @Override
    public void onError(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {}
  }
}
