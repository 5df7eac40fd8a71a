package io.github.anomalyexporter.server.alertmanager;

import io.github.anomalyexporter.server.config.HttpClientConfig;
import io.github.anomalyexporter.server.prometheus.JsonClient;
import io.github.anomalyexporter.server.prometheus.QueryObserver;
import io.github.anomalyexporter.server.prometheus.Sleeper;
import java.util.List;
import java.util.Random;

/** Client of Alertmanager's API, version 2. Thread-safe. */
final class AlertmanagerClient implements AutoCloseable {
  /** More than fit into the longest response that is read. */
  private static final long MOST_SILENCES = 100_000;

  private final JsonClient json;

  AlertmanagerClient(
      HttpClientConfig config, QueryObserver observer, Random random, Sleeper sleeper) {
    this.json = new JsonClient(config, observer, random, sleeper);
  }

  /**
   * Returns all silences of Alertmanager: pending, active and, for some days, expired silences.
   *
   * @throws io.github.anomalyexporter.server.prometheus.PrometheusException if it does not answer
   */
  List<Silence> silences() throws InterruptedException {
    return json.get("api/v2/silences", "silences", () -> SilenceJson.list(MOST_SILENCES));
  }

  @Override
  public void close() {
    json.close();
  }
}
