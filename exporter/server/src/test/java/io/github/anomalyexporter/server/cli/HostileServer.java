package io.github.anomalyexporter.server.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A Prometheus and an Alertmanager that send what takes all memory of who holds it. */
final class HostileServer implements AutoCloseable {
  /** What is sent instead of an answer without series or silences. */
  enum Attack {
    NONE,
    /** Four million series of one sample each: fewer samples than are allowed. */
    MANY_SERIES,
    /** A series of a million labels. */
    MANY_LABELS,
    LONG_LABEL,
    /** Names of fields that never come again. */
    NEW_NAMES,
    /** Thirty megabytes of warnings, in no answer the same. */
    LONG_WARNINGS,
    LONG_ERROR,
    ENDLESS,
    /** Four thousand silences whose expressions have 10,000 steps each. */
    LARGE_EXPRESSIONS,
    MANY_MATCHERS;

    private boolean isOfAlertmanager() {
      return this == LARGE_EXPRESSIONS || this == MANY_MATCHERS;
    }
  }

  private static final String SUCCESS = "{\"status\":\"success\",";
  private static final String NO_SERIES = "\"data\":{\"resultType\":\"vector\",\"result\":[]}}";
  private static final String TIMES =
      "\"startsAt\":\"2020-01-01T00:00:00Z\",\"endsAt\":\"2999-01-01T00:00:00Z\"";
  private static final String MEGABYTE = "x".repeat(1_000_000);

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final AtomicInteger attacks = new AtomicInteger();
  private final AtomicLong unique = new AtomicLong();
  private volatile Attack attack = Attack.NONE;

  HostileServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/api/v1/", exchange -> answer(exchange, false));
    server.createContext("/api/v2/", exchange -> answer(exchange, true));
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  void send(Attack next) {
    attack = next;
  }

  /** How many hostile answers were sent, or broken off by who got them. */
  int attacks() {
    return attacks.get();
  }

  private void answer(HttpExchange exchange, boolean alertmanager) throws IOException {
    Attack now = attack.isOfAlertmanager() == alertmanager ? attack : Attack.NONE;
    exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(now == Attack.LONG_ERROR ? 500 : 200, 0);
    try (Writer out =
        new BufferedWriter(
            new OutputStreamWriter(exchange.getResponseBody(), StandardCharsets.UTF_8))) {
      if (now == Attack.NONE) {
        out.write(alertmanager ? "[]" : SUCCESS + NO_SERIES);
      } else {
        write(now, out);
      }
    } finally {
      if (now != Attack.NONE) {
        attacks.incrementAndGet();
      }
    }
  }

  private void write(Attack now, Writer out) throws IOException {
    String vector = SUCCESS + "\"data\":{\"resultType\":\"vector\",\"result\":[";
    switch (now) {
      case MANY_SERIES ->
          repeat(
              out,
              vector,
              4_000_000,
              "{\"metric\":{\"instance\":\"#\"},\"value\":[1,\"1\"]}",
              "]}}");
      case MANY_LABELS ->
          repeat(
              out,
              vector + "{\"metric\":{",
              1_000_000,
              "\"l#\":\"v\"",
              "},\"value\":[1,\"1\"]}]}}");
      case LONG_LABEL ->
          out.write(
              vector + "{\"metric\":{\"instance\":\"" + MEGABYTE + "\"},\"value\":[1,\"1\"]}]}}");
      case NEW_NAMES ->
          repeat(
              out,
              "{\"status\":\"success\",\"more\":{",
              20_000,
              "\"n#" + "x".repeat(1_000) + "\":1",
              "}," + NO_SERIES);
      case LONG_WARNINGS ->
          repeat(out, SUCCESS + "\"warnings\":[", 30, "\"#" + MEGABYTE + "\"", "]," + NO_SERIES);
      case LONG_ERROR ->
          out.write(
              "{\"status\":\"error\",\"errorType\":\""
                  + MEGABYTE
                  + "\",\"error\":\""
                  + MEGABYTE
                  + "\"}");
      case ENDLESS ->
          repeat(out, SUCCESS + "\"more\":[", Integer.MAX_VALUE, "[]" + ",[]".repeat(10_000), "]}");
      case LARGE_EXPRESSIONS ->
          repeat(
              out,
              "[",
              4_000,
              "{\"id\":\"#\","
                  + TIMES
                  + ",\"matchers\":[{\"name\":\"instance\",\"isRegex\":true,"
                  + "\"value\":\"(abcdefghi[j#]){999}.*\"}]}",
              "]");
      case MANY_MATCHERS ->
          repeat(
              out,
              "[{\"id\":\"a\"," + TIMES + ",\"matchers\":[",
              600_000,
              "{\"name\":\"a\",\"value\":\"#\"}",
              "]}]");
      case NONE -> throw new IllegalStateException("no attack");
    }
  }

  private void repeat(Writer out, String start, int count, String element, String end)
      throws IOException {
    String[] parts = element.split("#", -1);
    out.write(start);
    for (int i = 0; i < count; i++) {
      out.write(i == 0 ? "" : ",");
      out.write(String.join(String.valueOf(unique.incrementAndGet()), parts));
    }
    out.write(end);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
