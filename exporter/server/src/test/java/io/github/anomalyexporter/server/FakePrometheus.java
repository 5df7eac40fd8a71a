package io.github.anomalyexporter.server;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.server.config.HttpClientConfig;
import io.github.anomalyexporter.server.config.PrometheusConfig;
import io.github.anomalyexporter.server.http.RequestObserver;
import io.github.anomalyexporter.server.prometheus.PrometheusClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A Prometheus that evaluates nothing: each expression it is to answer is given to it with its
 * series, and any other one has none. Remembers what it was asked.
 */
public final class FakePrometheus implements AutoCloseable {
  /** Stands for every expression in {@link #fail}. */
  public static final String EVERYTHING = "";

  /** A status that never comes: the request hangs until the server is closed. */
  public static final int HANGS = 0;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Map<String, Map<Labels, Function<Instant, Double>>> series =
      new ConcurrentHashMap<>();
  private final Map<String, Failure> failures = new ConcurrentHashMap<>();
  private final List<String> hangingParts = new CopyOnWriteArrayList<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  private final List<String> hanging = new CopyOnWriteArrayList<>();

  private record Failure(int status, String body) {}

  /** What was asked: an expression, at one time ({@code start} is {@code end} then) or at more. */
  public record Request(String expression, boolean range, Instant start, Instant end) {
    @Override
    public String toString() {
      return range ? expression + " " + start + " to " + end : expression + " " + start;
    }
  }

  public FakePrometheus() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** A client of it that does not try again. What hangs costs a test the client's timeout. */
  public PrometheusClient client() {
    return client(RequestObserver.NONE);
  }

  /** The same, observed. */
  public PrometheusClient client(RequestObserver observer) {
    PrometheusConfig defaults = PrometheusConfig.defaults(url());
    return new PrometheusClient(
        new PrometheusConfig(
            new HttpClientConfig(
                url(),
                null,
                null,
                null,
                null,
                Map.of(),
                defaults.http().tls(),
                Duration.ofSeconds(4),
                0),
            defaults.maxConcurrentQueries(),
            defaults.sampleBudget()),
        observer,
        new Random(1),
        duration -> {});
  }

  /** Gives an expression one more series; it has no sample where the value is NaN. */
  public void put(String expression, Labels labels, Function<Instant, Double> value) {
    series.computeIfAbsent(expression, key -> new ConcurrentHashMap<>()).put(labels, value);
  }

  /** Both hosts of {@link SmallDetector}, up and with all their features. */
  public void putHosts() {
    putHost(SmallDetector.WEB);
    putHost(SmallDetector.DB);
  }

  /** One host, up and with all features of {@link SmallDetector}. */
  public void putHost(Labels host) {
    put(SmallDetector.INSTANCES, host, time -> 1.0);
    put(SmallDetector.CPU, host, time -> SmallDetector.cpu(host, time));
    put(SmallDetector.MEMORY, host, time -> SmallDetector.memory(host, time));
  }

  /** Lets a host be gone. */
  public void remove(Labels labels) {
    series.values().forEach(each -> each.remove(labels));
  }

  /** Answers an expression like this from now on. */
  public void fail(String expression, int status, String body) {
    failures.put(expression, new Failure(status, body));
  }

  /** Hangs on every expression that contains this text. */
  public void hangOn(String part) {
    hangingParts.add(part);
  }

  /** Refuses an expression as Prometheus does one that is wrong. */
  public void reject(String expression) {
    fail(expression, 400, "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"no\"}");
  }

  public void heal() {
    failures.clear();
  }

  /** What it was asked since this was called last, sorted by expression. */
  public List<String> asked() {
    List<String> asked = requests.stream().map(Request::toString).sorted().toList();
    requests.clear();
    return asked;
  }

  /** Every expression that it has been asked and will not answer. */
  public List<String> hanging() {
    return List.copyOf(hanging);
  }

  private void answer(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String parameters =
        exchange.getRequestMethod().equals("GET")
            ? exchange.getRequestURI().getRawQuery()
            : new String(body, StandardCharsets.UTF_8);
    Map<String, String> form = new TreeMap<>();
    for (String pair : parameters.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      form.put(parts[0], URLDecoder.decode(parts[parts.length - 1], StandardCharsets.UTF_8));
    }
    String expression = form.getOrDefault("query", "");
    boolean range = exchange.getRequestURI().getPath().endsWith("/query_range");
    Instant start = time(form.getOrDefault(range ? "start" : "time", "0"));
    Instant end = range ? time(form.getOrDefault("end", "0")) : start;
    requests.add(new Request(expression, range, start, end));
    Failure failure = failures.getOrDefault(expression, failures.get(EVERYTHING));
    if (hangingParts.stream().anyMatch(expression::contains)) {
      hanging.add(expression);
      awaitClose();
    } else if (failure == null) {
      Duration step = range ? Duration.parse("PT" + form.get("step") + "S") : Duration.ofSeconds(1);
      send(exchange, 200, result(expression, range, new TimeRange(start, end, step)));
    } else if (failure.status() == HANGS) {
      hanging.add(expression);
      awaitClose();
    } else {
      send(exchange, failure.status(), failure.body());
    }
  }

  private void awaitClose() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Instant time(String seconds) {
    return Instant.ofEpochMilli(Math.round(Double.parseDouble(seconds) * 1000));
  }

  private String result(String expression, boolean range, TimeRange times) {
    List<String> found = new ArrayList<>();
    series
        .getOrDefault(expression, Map.of())
        .forEach(
            (labels, value) -> {
              List<String> samples = samples(times, value);
              if (!samples.isEmpty()) {
                found.add(
                    "{\"metric\":%s,%s}"
                        .formatted(
                            metric(labels),
                            range ? "\"values\":" + samples : "\"value\":" + samples.get(0)));
              }
            });
    return "{\"status\":\"success\",\"data\":{\"resultType\":\"%s\",\"result\":%s}}"
        .formatted(range ? "matrix" : "vector", found);
  }

  private static List<String> samples(TimeRange times, Function<Instant, Double> value) {
    List<String> samples = new ArrayList<>();
    for (int i = 0; i < times.points(); i++) {
      double sample = value.apply(times.at(i));
      if (!Double.isNaN(sample)) {
        samples.add("[" + times.at(i).toEpochMilli() / 1000.0 + ",\"" + sample + "\"]");
      }
    }
    return samples;
  }

  private static String metric(Labels labels) {
    return labels.asMap().entrySet().stream()
        .map(entry -> "\"%s\":\"%s\"".formatted(entry.getKey(), entry.getValue()))
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdown();
  }
}
