package io.github.anomalyexporter.server.web;

import io.github.anomalyexporter.server.export.ExporterMetrics;
import io.prometheus.metrics.exporter.servlet.jakarta.PrometheusMetricsServlet;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.util.EnumSet;
import org.eclipse.jetty.ee11.servlet.FilterHolder;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** The exporter's HTTP server, Jetty with a few servlets. */
public final class WebServer implements AutoCloseable {
  /** Enough for a Prometheus pair, some dashboards and a person; more requests wait. */
  private static final int THREADS = 16;

  /** Requests under way at a stop have this long to end. */
  private static final long STOP_MILLIS = 2_000;

  private final Server server;
  private final ServerConnector connector;

  /**
   * Binds the address and serves.
   *
   * @throws WebException where the address cannot be bound
   */
  public WebServer(
      WebOptions options,
      PrometheusRegistry registry,
      ExporterMetrics metrics,
      Operations operations) {
    QueuedThreadPool threads = new QueuedThreadPool(THREADS);
    threads.setName("http");
    threads.setDaemon(true);
    server = new Server(threads);
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    connector = new ServerConnector(server, new HttpConnectionFactory(http));
    connector.setHost(options.host().isEmpty() ? null : options.host());
    connector.setPort(options.port());
    server.addConnector(connector);
    server.setHandler(handler(options, registry, metrics, operations));
    server.setStopTimeout(STOP_MILLIS);
    start(options);
  }

  private static ServletContextHandler handler(
      WebOptions options,
      PrometheusRegistry registry,
      ExporterMetrics metrics,
      Operations operations) {
    ServletContextHandler context = new ServletContextHandler("/");
    context.addFilter(
        new FilterHolder(new RequestTimer(metrics)), "/*", EnumSet.of(DispatcherType.REQUEST));
    add(context, "/metrics", new PrometheusMetricsServlet(registry));
    add(context, "/-/*", new LifecycleServlet(operations, options.lifecycle()));
    add(context, "/api/v1/*", new ApiServlet(operations, options.lifecycle()));
    add(context, "/", new LandingPageServlet());
    context.setErrorHandler(new PlainErrorHandler());
    return context;
  }

  private static void add(ServletContextHandler context, String path, HttpServlet servlet) {
    context.addServlet(new ServletHolder(servlet), path);
  }

  private void start(WebOptions options) {
    try {
      server.start();
    } catch (Exception e) {
      close();
      String reason = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
      throw new WebException(
          "--web.listen-address: expected an address that is free, found %s:%d: %s"
              .formatted(options.host(), options.port(), e instanceof IOException ? reason : e),
          e);
    }
  }

  /** The port that was bound. */
  public int port() {
    return connector.getLocalPort();
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new WebException("the HTTP server did not stop: " + e.getMessage(), e);
    }
  }
}
