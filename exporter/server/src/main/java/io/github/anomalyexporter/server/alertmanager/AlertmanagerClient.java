package io.github.anomalyexporter.server.alertmanager;

import io.github.anomalyexporter.server.config.HttpClientConfig;
import io.github.anomalyexporter.server.prometheus.JsonClient;
import io.github.anomalyexporter.server.prometheus.QueryObserver;
import io.github.anomalyexporter.server.prometheus.Sleeper;
import java.util.List;
import java.util.Random;

/** A client of Alertmanager's API, version 2. Thread-safe. */
final class AlertmanagerClient implements AutoCloseable {
  /** More than the longest answer that is read has room for. */
  private static final long MOST_SILENCES = 100_000;

  private final JsonClient json;

  AlertmanagerClient(
      HttpClientConfig config, QueryObserver observer, Random random, Sleeper sleeper) {
    this.json = new JsonClient(config, observer, random, sleeper);
  }

  /**
   * All silences that Alertmanager has: pending ones, active ones, and for some days ended ones.
   *
   * @throws io.github.anomalyexporter.server.prometheus.PrometheusException where it does not say
   */
  List<Silence> silences() throws InterruptedException {
    return json.get("api/v2/silences", "silences", () -> SilenceJson.list(MOST_SILENCES));
  }

  @Override
  public void close() {
    json.close();
  }
}
