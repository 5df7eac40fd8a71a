package io.github.anomalyexporter.benchmarks.page;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/**
 * What a page that shows the fleet requests at each refresh, without a browser: as {@code
 * exporter/ui/src/app/data.ts} and {@code exporter/ui/src/fleet/data.ts}. Safe for use by several
 * threads.
 */
final class PageRequests {
  /** The default of the page. */
  static final Duration INTERVAL = Duration.ofSeconds(15);

  private static final Duration RANGE = Duration.ofHours(6);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final String address;
  private final Latencies status = new Latencies();
  private final Latencies fleet = new Latencies();

  /**
   * @param address of the page, with a slash at its end
   */
  PageRequests(String address) {
    this.address = address;
  }

  /** Sends the requests of one refresh at the same time and waits for the answers. */
  void refresh(long due) {
    long start = Instant.now().minus(RANGE).getEpochSecond();
    CompletableFuture<Void> scores =
        send("fleet?start=" + start + "&step=5m&sort=urgency&offset=0&limit=100", due, fleet);
    status(due);
    scores.join();
  }

  /** Requests the status and waits for the answer. */
  void status(long due) {
    send("status", due, status).join();
  }

  private CompletableFuture<Void> send(String path, long due, Latencies latencies) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + "api/v1/" + path))
            .header("Accept-Encoding", "gzip")
            .build();
    return HTTP.sendAsync(request, BodyHandlers.ofByteArray())
        .thenAccept(
            response -> {
              latencies.add(due, System.nanoTime());
              if (response.statusCode() != 200) {
                throw new IllegalStateException(response.statusCode() + " of " + response.uri());
              }
            });
  }

  Latencies status() {
    return status;
  }

  Latencies fleet() {
    return fleet;
  }
}
