package io.github.anomalyexporter.server.alertmanager;

import io.github.anomalyexporter.server.config.HttpClientConfig;
import io.github.anomalyexporter.server.http.ApiRequest;
import io.github.anomalyexporter.server.http.Deadline;
import io.github.anomalyexporter.server.http.JsonClient;
import io.github.anomalyexporter.server.http.RequestObserver;
import io.github.anomalyexporter.server.http.RetryPolicy;
import io.github.anomalyexporter.server.http.RetryPolicy.Sleeper;
import java.util.List;
import java.util.Random;

/** Client of Alertmanager's API, version 2. Thread-safe. */
final class AlertmanagerClient implements AutoCloseable {
  /** More than fit into the longest response that is read. */
  private static final long MOST_SILENCES = 100_000;

  private final HttpClientConfig config;
  private final JsonClient json;

  AlertmanagerClient(
      HttpClientConfig config, RequestObserver observer, Random random, Sleeper sleeper) {
    this.config = config;
    this.json =
        new JsonClient(config, 1, 0, new RetryPolicy(config.retries(), random, sleeper), observer);
  }

  /**
   * Returns all silences of Alertmanager: pending, active and, for some days, expired silences.
   *
   * @throws io.github.anomalyexporter.server.http.RequestException if it does not answer
   */
  List<Silence> silences() throws InterruptedException {
    return json.call(
        ApiRequest.get("api/v2/silences", "silences"),
        () -> new BareReader<>(SilenceJson.list(MOST_SILENCES)),
        Deadline.after(config.timeout()));
  }

  @Override
  public void close() {
    json.close();
  }
}
