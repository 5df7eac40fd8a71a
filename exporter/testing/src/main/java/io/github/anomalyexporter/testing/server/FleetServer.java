package io.github.anomalyexporter.testing.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.anomalyexporter.testing.fleet.SimulatedFleet;
import io.github.anomalyexporter.testing.http.Response;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Serves a fleet on one port: {@code /hosts/NAME/metrics} for each host, {@code /hosts}, {@code
 * /targets} for Prometheus' HTTP service discovery, and {@code /incidents} to begin (POST), end
 * (DELETE) and list (GET) incidents. Incidents are kept as long as the server runs. An invalid
 * request results in a 400 with the expected value; a host that has vanished closes the connection.
 */
public final class FleetServer implements AutoCloseable {
  private static final int SYSTEM_BACKLOG = 0;

  static {
    // The JDK's server writes head and body separately; without this, each response waits 40 ms for
    // the delayed acknowledgement of the head.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer http;
  private final ExecutorService executor;
  private final LiveFleet live;

  private FleetServer(HttpServer http, ExecutorService executor, LiveFleet live) {
    this.http = http;
    this.executor = executor;
    this.live = live;
  }

  /**
   * Binds and starts a server.
   *
   * @param address to listen on; port 0 takes a free one
   * @param labels that service discovery adds to each target
   * @param threads that answer requests
   * @throws IOException if the address cannot be bound
   */
  public static FleetServer start(
      InetSocketAddress address,
      SimulatedFleet fleet,
      Map<String, String> labels,
      InstantSource clock,
      int threads)
      throws IOException {
    HttpServer http = HttpServer.create(address, SYSTEM_BACKLOG);
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    LiveFleet live = new LiveFleet(fleet, clock);
    FleetApi api = new FleetApi(live, labels);
    http.createContext("/", exchange -> handle(api, exchange));
    http.setExecutor(executor);
    http.start();
    return new FleetServer(http, executor, live);
  }

  /** The address of the server, without a path. */
  public URI uri() {
    InetSocketAddress address = http.getAddress();
    return URI.create("http://" + address.getHostString() + ":" + address.getPort());
  }

  /** The fleet behind the server, to begin and end incidents without HTTP. */
  public LiveFleet live() {
    return live;
  }

  @Override
  public void close() {
    http.stop(0);
    executor.shutdownNow();
  }

  private static void handle(FleetApi api, HttpExchange exchange) throws IOException {
    // Closing without a response drops the connection, as for a host that has vanished.
    try (exchange) {
      Optional<Response> response = answer(api, exchange);
      if (response.isPresent()) {
        response.get().send(exchange);
      }
    }
  }

  private static Optional<Response> answer(FleetApi api, HttpExchange exchange) {
    String host = exchange.getRequestHeaders().getFirst("Host");
    InetSocketAddress local = exchange.getLocalAddress();
    String authority = host != null ? host : local.getHostString() + ":" + local.getPort();
    try {
      return api.answer(exchange.getRequestMethod(), exchange.getRequestURI(), authority);
    } catch (IllegalArgumentException e) {
      return Optional.of(Response.text(400, String.valueOf(e.getMessage())));
    }
  }
}
