package io.github.anomalyexporter.it.support;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.discovery.DetectorQueries;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Answers the queries of the exporter for any number of hosts, as a Prometheus does, at little
 * cost: the values are those of a window, over and over. It knows the expressions of one detector;
 * the result of any other is empty.
 */
public final class FleetPrometheus implements AutoCloseable {
  private static final int THREADS = 4;
  private static final long STEP_MILLIS = 60_000;

  private final HttpServer http;
  private final ExecutorService executor = Executors.newFixedThreadPool(THREADS);
  private final Map<String, Integer> columns = new HashMap<>();
  private final Frame window;
  private final byte[][] heads;
  private final byte[][] values;

  /**
   * Binds a free port.
   *
   * @param window the rows of all hosts
   */
  public FleetPrometheus(DetectorQueries queries, Frame window) throws IOException {
    this.window = window;
    this.heads = new byte[window.instances().size()][];
    this.values = new byte[window.instances().size() * window.rows() * window.columns().size()][];
    for (int i = 0; i < queries.features().size(); i++) {
      columns.put(queries.features().get(i), i);
    }
    columns.put(queries.instances(), -1);
    for (int i = 0; i < heads.length; i++) {
      Labels labels = window.instances().get(i);
      heads[i] =
          "{\"metric\":{\"instance\":\"%s\",\"job\":\"%s\"},"
              .formatted(labels.get("instance"), labels.get("job"))
              .getBytes(UTF_8);
    }
    http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    http.setExecutor(executor);
    http.createContext("/", this::answer);
    http.start();
  }

  public URI uri() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Map<String, String> parameters = parameters(exchange);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, 0);
      try (OutputStream out = new BufferedOutputStream(exchange.getResponseBody(), 1 << 16)) {
        boolean range = exchange.getRequestURI().getPath().endsWith("/query_range");
        write(out, "{\"status\":\"success\",\"data\":{\"resultType\":\"");
        write(out, range ? "matrix\",\"result\":[" : "vector\",\"result\":[");
        Integer column = columns.get(parameters.getOrDefault("query", ""));
        if (column != null) {
          long start = millis(parameters.getOrDefault(range ? "start" : "time", "0"));
          long end = range ? millis(parameters.getOrDefault("end", "0")) : start;
          series(out, column, start, end, range);
        }
        write(out, "]}}");
      }
    }
  }

  private static Map<String, String> parameters(HttpExchange exchange) throws IOException {
    String form = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
    String query = exchange.getRequestURI().getRawQuery();
    Map<String, String> parameters = new HashMap<>();
    for (String pair : (form + "&" + (query == null ? "" : query)).split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters.put(
            pair.substring(0, equals), URLDecoder.decode(pair.substring(equals + 1), UTF_8));
      }
    }
    return parameters;
  }

  /** Parses seconds or a time of RFC 3339. */
  private static long millis(String time) {
    return time.contains("T")
        ? Instant.parse(time).toEpochMilli()
        : Math.round(1000 * Double.parseDouble(time));
  }

  private void series(OutputStream out, int column, long start, long end, boolean range)
      throws IOException {
    boolean first = true;
    for (int host = 0; host < heads.length; host++) {
      boolean any = false;
      for (long time = start; time <= end; time += STEP_MILLIS) {
        byte[] value = value(host, column, time);
        if (value.length == 0) {
          continue;
        }
        if (!any) {
          write(out, first ? "" : ",");
          out.write(heads[host]);
          write(out, range ? "\"values\":[" : "\"value\":");
        } else {
          write(out, ",");
        }
        first = false;
        any = true;
        write(out, "[" + time / 1000 + "." + (time % 1000) / 100 + ",\"");
        out.write(value);
        write(out, "\"]");
      }
      write(out, !any ? "" : range ? "]}" : "}");
    }
  }

  /** Returns a value as text; empty where it is missing. */
  private byte[] value(int host, int column, long time) {
    if (column < 0) {
      return new byte[] {'1'};
    }
    int row = (int) Math.floorMod(time / STEP_MILLIS, (long) window.rows());
    int cell = row * window.columns().size() + column;
    int index = host * window.rows() * window.columns().size() + cell;
    byte[] text = values[index];
    if (text == null) {
      float value = window.cells(host)[cell];
      text = Float.isNaN(value) ? new byte[0] : Float.toString(value).getBytes(UTF_8);
      values[index] = text;
    }
    return text;
  }

  private static void write(OutputStream out, String text) throws IOException {
    for (int i = 0; i < text.length(); i++) {
      out.write(text.charAt(i));
    }
  }

  @Override
  public void close() {
    http.stop(0);
    executor.shutdownNow();
  }
}
