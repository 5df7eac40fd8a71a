package io.github.anomalyexporter.server.prometheus;

import io.github.anomalyexporter.server.config.HttpClientConfig;
import io.github.anomalyexporter.server.failure.UsageException;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Client of a JSON API other than Prometheus' own, with the same retries, failover, credentials and
 * bounds. Blocks and throws like {@link PrometheusClient}. Thread-safe.
 */
public final class JsonClient implements AutoCloseable {
  private final HttpClientConfig config;
  private final RotatingHttpClient http;
  private final Transport transport;
  private final CallThreads threads = new CallThreads();

  /**
   * @param random source of the jitter between retries
   * @param sleeper waits between retries
   * @throws UsageException if a TLS file cannot be used
   */
  public JsonClient(
      HttpClientConfig config, QueryObserver observer, Random random, Sleeper sleeper) {
    this.config = config;
    this.http = new RotatingHttpClient(config, 1);
    this.transport =
        new Transport(
            http,
            ResponseData.json(0),
            new Endpoints(config),
            new Transport.Retries(config.retries(), new Backoff(random), sleeper),
            1,
            observer);
  }

  /**
   * Sends a GET request.
   *
   * @param path below the server's URL, without a leading slash
   * @param subject names the request in messages
   * @param data a new decoder for each attempt
   */
  public <T> T get(String path, String subject, Supplier<? extends ResponseData<T>> data)
      throws InterruptedException {
    ApiRequest request = ApiRequest.bare(path, subject);
    Deadline deadline = Deadline.after(config.timeout());
    return threads.run(() -> transport.call(request, data, deadline));
  }

  /** Cancels the running call and closes the connection. */
  @Override
  public void close() {
    threads.close();
    http.close();
  }
}
