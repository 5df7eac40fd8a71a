package io.github.anomalyexporter.benchmarks.sizing;

import static io.github.anomalyexporter.it.support.Patience.PATIENCE;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Latencies of scrapes, from the request to the last byte, and the size of the answer. */
final class ScrapeLatencies {

  /** The header of Prometheus 3. */
  private static final String ACCEPT =
      "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,"
          + "application/openmetrics-text;version=0.0.1;q=0.4,"
          + "text/plain;version=1.0.0;escaping=allow-utf-8;q=0.3,text/plain;version=0.0.4;q=0.2,"
          + "*/*;q=0.1";

  private final List<Duration> sorted;
  private final int bytes;

  private ScrapeLatencies(List<Scrape> scrapes) {
    this.sorted = scrapes.stream().map(Scrape::latency).sorted().toList();
    this.bytes = scrapes.stream().mapToInt(Scrape::bytes).max().orElseThrow();
  }

  private record Scrape(Duration latency, int bytes) {}

  /**
   * Measures concurrent clients; each sends its next request when it has its answer.
   *
   * @param scrapes number of scrapes of each client
   */
  static ScrapeLatencies measure(URI uri, int clients, int scrapes) throws InterruptedException {
    HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Accept", ACCEPT)
            .header("Accept-Encoding", "gzip")
            .timeout(PATIENCE)
            .build();
    Callable<List<Scrape>> client =
        () -> {
          List<Scrape> ended = new ArrayList<>();
          for (int i = 0; i < scrapes; i++) {
            ended.add(scrape(http, request));
          }
          return ended;
        };
    ExecutorService threads = Executors.newFixedThreadPool(clients);
    try {
      List<Scrape> all = new ArrayList<>();
      for (Future<List<Scrape>> ended : threads.invokeAll(Collections.nCopies(clients, client))) {
        all.addAll(ended.get());
      }
      return new ScrapeLatencies(all);
    } catch (ExecutionException e) {
      throw new AssertionError("a scrape failed", e.getCause());
    } finally {
      threads.shutdownNow();
    }
  }

  private static Scrape scrape(HttpClient http, HttpRequest request)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    HttpResponse<byte[]> answer = http.send(request, BodyHandlers.ofByteArray());
    Duration latency = Duration.ofNanos(System.nanoTime() - start);
    if (answer.statusCode() != 200) {
      throw new IOException("HTTP " + answer.statusCode());
    }
    return new Scrape(latency, answer.body().length);
  }

  /** Returns the latency that a share of the scrapes, from 0 to 1, did not exceed. */
  Duration quantile(double share) {
    return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
  }

  /** Returns the size of the largest answer, compressed. */
  int bytes() {
    return bytes;
  }
}
