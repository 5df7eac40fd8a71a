package io.github.anomalyexporter.server.web;

import io.github.anomalyexporter.server.web.page.Page;
import io.github.anomalyexporter.server.web.page.Pages;
import io.prometheus.metrics.exporter.common.PrometheusHttpExchange;
import io.prometheus.metrics.exporter.common.PrometheusHttpRequest;
import io.prometheus.metrics.exporter.common.PrometheusHttpResponse;
import io.prometheus.metrics.exporter.common.PrometheusScrapeHandler;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** {@code /metrics} in all exposition formats of Prometheus, rendered by {@link Pages}. */
final class MetricsServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private static final List<String> NEGOTIATING = List.of("Accept", "Accept-Encoding");

  private final transient PrometheusScrapeHandler handler;
  private final transient Pages pages;

  MetricsServlet(PrometheusRegistry registry, Pages pages) {
    this.handler = new PrometheusScrapeHandler(registry);
    this.pages = pages;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response) {
    Scrape scrape = Scrape.of(request);
    pages.request(
        scrape,
        () -> {
          Rendering rendering = new Rendering(scrape);
          handler.handleRequest(rendering);
          return rendering.page();
        },
        Answer.later(request, response));
  }

  /** Parts of a request that determine its page. */
  private record Scrape(String path, @Nullable String query, Map<String, List<String>> headers)
      implements PrometheusHttpRequest {
    static Scrape of(HttpServletRequest request) {
      Map<String, List<String>> headers = new TreeMap<>();
      NEGOTIATING.forEach(name -> headers.put(name, Collections.list(request.getHeaders(name))));
      return new Scrape(request.getRequestURI(), request.getQueryString(), headers);
    }

    @Override
    public @Nullable String getQueryString() {
      return query;
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
      return Collections.enumeration(headers.getOrDefault(name, List.of()));
    }

    /** Returns GET for HEAD as well: the server omits the content. */
    @Override
    public String getMethod() {
      return "GET";
    }

    @Override
    public String getRequestPath() {
      return path;
    }
  }

  /** Rendering into memory. */
  private static final class Rendering implements PrometheusHttpExchange, PrometheusHttpResponse {
    private final Scrape scrape;
    private final Map<String, String> headers = new TreeMap<>();
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();
    private int status;

    Rendering(Scrape scrape) {
      this.scrape = scrape;
    }

    Page page() {
      return new Page(status, headers, body.toByteArray());
    }

    @Override
    public PrometheusHttpRequest getRequest() {
      return scrape;
    }

    @Override
    public PrometheusHttpResponse getResponse() {
      return this;
    }

    /** Ignores the length, which the server computes. */
    @Override
    public void setHeader(String name, String value) {
      if (!name.equalsIgnoreCase("Content-Length")) {
        headers.put(name, value);
      }
    }

    @Override
    public OutputStream sendHeadersAndGetBody(int code, int contentLength) {
      status = code;
      return body;
    }

    @Override
    public void handleException(IOException e) throws IOException {
      throw e;
    }

    @Override
    public void handleException(RuntimeException e) {
      throw e;
    }

    @Override
    public void close() {}
  }
}
