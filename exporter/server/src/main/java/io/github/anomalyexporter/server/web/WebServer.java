package io.github.anomalyexporter.server.web;

import io.github.anomalyexporter.server.export.ExporterMetrics;
import io.github.anomalyexporter.server.web.api.Api;
import io.github.anomalyexporter.server.web.api.BoundedAnswers;
import io.github.anomalyexporter.server.web.api.ExporterApi;
import io.github.anomalyexporter.server.web.api.Route;
import io.github.anomalyexporter.server.web.api.Visibility;
import io.github.anomalyexporter.server.web.mcp.McpEndpoint;
import io.github.anomalyexporter.server.web.page.Assets;
import io.github.anomalyexporter.server.web.page.Pages;
import io.github.anomalyexporter.server.web.security.SecurityFile;
import io.github.anomalyexporter.server.web.security.SecuritySettings;
import io.github.anomalyexporter.server.web.security.TlsSettings;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.eclipse.jetty.ee11.servlet.FilterHolder;
import org.eclipse.jetty.ee11.servlet.ServletContextHandler;
import org.eclipse.jetty.ee11.servlet.ServletHolder;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.SizeLimitHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** HTTP server of the exporter, based on Jetty. */
public final class WebServer implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(WebServer.class);

  /**
   * Threads that read requests, answer health requests and send responses; they never wait for a
   * client or a worker.
   */
  private static final int THREADS = 8;

  /**
   * Threads that execute requests; further requests wait. More than {@link #SLOW_AT_ONCE} and the
   * logins that wait for the check of a password or for the OpenID provider, four of each, so that
   * all of them at one time leave threads to Prometheus and to the page.
   */
  static final int WORKERS = 16;

  /** Requests at one time that wait for their body or for another server. */
  static final int SLOW_AT_ONCE = 6;

  /**
   * Requests for past data that are answered at one time. They wait for Prometheus: this leaves
   * workers, and half of the usual limit of concurrent queries to the scoring runs.
   */
  private static final int HISTORIES_AT_ONCE = 2;

  /** Maximum number of requests that wait for a worker. */
  private static final int MOST_WAITING = 4_096;

  /** Time for active requests to end at a stop. */
  private static final long STOP_MILLIS = 2_000;

  /** Interval of the check for slow connections. */
  private static final Duration LOOK = Duration.ofSeconds(1);

  /** Interval of the check for changes of --web.config.file and of the files it names. */
  private static final Duration REFRESH = Duration.ofSeconds(2);

  private final Server server;
  private final ServerConnector connector;
  private final Workers workers = new Workers(WORKERS, MOST_WAITING);
  private final Connectors.@Nullable Tls tls;
  private final SecurityFile security;
  private final ExporterMetrics metrics;
  private final ScheduledExecutorService housekeeping =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "http-housekeeping");
            thread.setDaemon(true);
            return thread;
          });

  /** Binds the address and serves with the default limits. */
  public WebServer(
      WebOptions options,
      SecurityFile security,
      PrometheusRegistry registry,
      ExporterMetrics metrics,
      ExporterApi operations) {
    this(options, WebLimits.DEFAULT, security, registry, metrics, operations, Callers::visibility);
  }

  /**
   * Binds the address and serves.
   *
   * @param visibility the instances that the caller of a request sees
   * @throws WebException if the address cannot be bound
   */
  WebServer(
      WebOptions options,
      WebLimits limits,
      SecurityFile security,
      PrometheusRegistry registry,
      ExporterMetrics metrics,
      ExporterApi operations,
      Function<HttpServletRequest, Visibility> visibility) {
    this.security = security;
    this.metrics = metrics;
    QueuedThreadPool threads = new QueuedThreadPool(THREADS);
    threads.setName("http");
    threads.setDaemon(true);
    server = new Server(threads);
    TlsSettings tlsSettings = security.settings().tls();
    tls = tlsSettings == null ? null : new Connectors.Tls(tlsSettings);
    connector = Connectors.create(server, options, limits, tls, security.settings().http2());
    server.addConnector(connector);
    NetworkConnectionLimit connections =
        new NetworkConnectionLimit(limits.connections(), connector);
    server.addBean(connections);
    SizeLimitHandler sizes = new BodyLimit(limits.bodyBytes());
    Handler context = handler(options, security, registry, metrics, operations, visibility);
    sizes.setHandler(
        new AnswerHandler(
            new WorkHandler(context, workers),
            new OpenAnswers(limits.answerTime(), limits.answerBytes()),
            () -> isFull(connections)));
    server.setHandler(sizes);
    server.setErrorHandler(new PlainErrorHandler());
    server.setStopTimeout(STOP_MILLIS);
    start(options);
    SlowConnections slow = new SlowConnections(connector, limits, () -> isFull(connections));
    every(LOOK, slow::closeThem);
    every(REFRESH, this::refreshSecurity);
  }

  private static boolean isFull(NetworkConnectionLimit connections) {
    return connections.getNetworkConnectionCount() + connections.getPendingNetworkConnectionCount()
        >= connections.getMaxNetworkConnectionCount();
  }

  private static Handler handler(
      WebOptions options,
      SecurityFile security,
      PrometheusRegistry registry,
      ExporterMetrics metrics,
      ExporterApi operations,
      Function<HttpServletRequest, Visibility> visibility) {
    ServletContextHandler context =
        new ServletContextHandler("/", ServletContextHandler.NO_SESSIONS);
    context.setSessionHandler(Sessions.handler(options.externalUrl()));
    Sessions sessions = new Sessions(operations.clock());
    Pages pages = new Pages();
    add(context, new RequestTimer(metrics));
    add(context, new AuditFilter());
    add(context, new SecurityFilter(security, sessions));
    add(context, new OriginFilter(security, options.host(), options.externalUrl()));
    add(context, new RoleFilter(options.lifecycle()));
    addLogin(context, options, security, sessions, operations);
    add(context, Route.METRICS.path(), new MetricsServlet(registry, pages));
    add(context, "/-/*", new LifecycleServlet(operations));
    BoundedAnswers slow =
        new BoundedAnswers(SLOW_AT_ONCE, "that wait for their body or for another server");
    BoundedAnswers waiting = slow.part(HISTORIES_AT_ONCE, "for past data");
    add(
        context,
        "/api/v1/*",
        new ApiServlet(new Api(operations), pages, slow, waiting, options.lifecycle(), visibility));
    add(context, Route.PAGE.path(), new PageServlet(new Assets()));
    if (options.mcp()) {
      add(context, Route.MCP.path(), new McpFilter(slow));
      add(
          context,
          Route.MCP.path(),
          McpEndpoint.servlet(
              operations,
              waiting,
              request -> RoleFilter.mayOperate(Callers.of(request), options.lifecycle()),
              visibility));
    }
    context.setErrorHandler(new PlainErrorHandler());
    return context;
  }

  private static void addLogin(
      ServletContextHandler context,
      WebOptions options,
      SecurityFile security,
      Sessions sessions,
      ExporterApi operations) {
    LoginServlet login =
        new LoginServlet(
            security, sessions, options.externalUrl(), operations.clock(), new SecureRandom());
    for (Route route : List.of(Route.LOGIN, Route.LOGIN_CALLBACK, Route.LOGOUT)) {
      add(context, route.path(), login);
    }
  }

  /** Adds a filter; filters are applied in the order in which they are added. */
  private static void add(ServletContextHandler context, HttpFilter filter) {
    add(context, "/*", filter);
  }

  private static void add(ServletContextHandler context, String path, HttpFilter filter) {
    context.addFilter(new FilterHolder(filter), path, EnumSet.of(DispatcherType.REQUEST));
  }

  private static void add(ServletContextHandler context, String path, HttpServlet servlet) {
    context.addServlet(new ServletHolder(servlet), path);
  }

  private void start(WebOptions options) {
    try {
      server.start();
    } catch (IOException e) {
      close();
      String reason = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
      throw new WebException(
          "--web.listen-address: expected a free address, found %s:%s: %s"
              .formatted(options.host(), options.port(), reason),
          e);
    } catch (Exception e) {
      close();
      throw new IllegalStateException("the HTTP server cannot be started", e);
    }
  }

  private void every(Duration interval, Runnable task) {
    Runnable goingOn =
        () -> {
          try {
            task.run();
          } catch (RuntimeException e) {
            LOGGER.error("housekeeping of the HTTP server failed", e);
          }
        };
    long millis = interval.toMillis();
    ScheduledFuture<?> unused =
        housekeeping.scheduleWithFixedDelay(goingOn, millis, millis, TimeUnit.MILLISECONDS);
  }

  /** Applies changes of --web.config.file immediately. */
  void refreshSecurity() {
    metrics.webConfigRead(security.refresh(this::changeTls));
  }

  private void changeTls(SecuritySettings settings) {
    if (tls != null && settings.tls() != null) {
      tls.change(settings.tls());
      // Clients admitted by the previous settings must reconnect and authenticate again.
      connector.getConnectedEndPoints().forEach(EndPoint::close);
    }
  }

  /** Returns the bound port. */
  public int port() {
    return connector.getLocalPort();
  }

  @Override
  public void close() {
    housekeeping.shutdownNow();
    try {
      server.stop();
    } catch (Exception e) {
      throw new WebException("the HTTP server did not stop: " + e.getMessage(), e);
    } finally {
      workers.close();
    }
  }
}
