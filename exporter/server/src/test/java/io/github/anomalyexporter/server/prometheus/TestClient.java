package io.github.anomalyexporter.server.prometheus;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.anomalyexporter.core.series.Series;
import io.github.anomalyexporter.server.config.HttpClientConfig;
import io.github.anomalyexporter.server.config.PrometheusConfig;
import io.github.anomalyexporter.server.http.RequestException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A client that does not sleep, and the calls of its observer. */
final class TestClient implements AutoCloseable {
  static final Instant TIME = Instant.parse("2023-11-14T22:13:20.250Z");

  final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());

  /** Each request as {@code ok 2} or {@code timeout 0}: category and samples. */
  final List<String> observed = Collections.synchronizedList(new ArrayList<>());

  final PrometheusClient client;

  TestClient(PrometheusConfig config) {
    client =
        new PrometheusClient(
            config,
            (failure, duration, samples) ->
                observed.add((failure == null ? "ok" : failure.label()) + " " + samples),
            new Random(1),
            pauses::add);
  }

  List<Series> query(String promql) throws InterruptedException {
    List<Series> series = new ArrayList<>();
    client.query(promql, TIME, series::add);
    return series;
  }

  RequestException failure() {
    return catchThrowableOfType(RequestException.class, () -> query("up"));
  }

  @Override
  public void close() {
    client.close();
  }

  /** The defaults, but for these. */
  static PrometheusConfig config(
      URI url, @Nullable URI failoverUrl, Duration timeout, int retries, int sampleBudget) {
    return new PrometheusConfig(
        new HttpClientConfig(
            url,
            failoverUrl,
            null,
            null,
            null,
            Map.of(),
            HttpClientConfig.Tls.DEFAULT,
            timeout,
            retries),
        PrometheusConfig.DEFAULT_MAX_CONCURRENT_QUERIES,
        sampleBudget);
  }
}
