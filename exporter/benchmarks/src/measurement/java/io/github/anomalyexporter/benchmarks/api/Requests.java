package io.github.anomalyexporter.benchmarks.api;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/**
 * Requests of some clients for some seconds; each client sends its next request when it has its
 * response.
 *
 * @param seconds measured
 * @param sorted latencies in nanoseconds, ascending
 * @param bytes of a response
 */
record Requests(double seconds, List<Long> sorted, int bytes) {
  private static final Duration MEASURED = Duration.ofSeconds(3);

  /**
   * Sends requests and measures them, after as many to warm up.
   *
   * @param request by number, which no other request has
   * @throws IllegalStateException if a response is not 200
   */
  static Requests measure(int clients, IntFunction<HttpRequest> request) throws Exception {
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    measure(http, clients, request, 0);
    return measure(http, clients, request, 1);
  }

  private static Requests measure(
      HttpClient http, int clients, IntFunction<HttpRequest> request, int round) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    try {
      long start = System.nanoTime();
      long end = start + MEASURED.toNanos();
      List<Future<List<Long>>> ended = new ArrayList<>();
      int[] bytes = new int[clients];
      for (int i = 0; i < clients; i++) {
        int client = i;
        ended.add(
            threads.submit(
                () -> {
                  List<Long> latencies = new ArrayList<>();
                  while (System.nanoTime() < end) {
                    int number = (latencies.size() * clients + client) * 2 + round;
                    long sent = System.nanoTime();
                    bytes[client] = send(http, request.apply(number));
                    latencies.add(System.nanoTime() - sent);
                  }
                  return latencies;
                }));
      }
      List<Long> all = new ArrayList<>();
      for (Future<List<Long>> latencies : ended) {
        all.addAll(latencies.get());
      }
      Collections.sort(all);
      return new Requests((System.nanoTime() - start) / 1e9, all, bytes[0]);
    } finally {
      threads.shutdownNow();
    }
  }

  private static int send(HttpClient http, HttpRequest request) throws InterruptedException {
    try {
      // A response of ten thousand instances has 45 MB; a hundred of them would not fit.
      HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
      if (response.statusCode() != 200) {
        throw new IllegalStateException(response.statusCode() + " of " + request.uri());
      }
      try (InputStream body = response.body()) {
        return Math.toIntExact(body.transferTo(OutputStream.nullOutputStream()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns requests a second, median and 99th percentile of the latency, and kilobytes. */
  String cells() {
    return String.format(
        Locale.ROOT,
        "%.0f | %.1f ms | %.1f ms | %.1f",
        sorted.size() / seconds,
        sorted.get(sorted.size() / 2) / 1e6,
        sorted.get((int) (0.99 * (sorted.size() - 1))) / 1e6,
        bytes / 1e3);
  }
}
