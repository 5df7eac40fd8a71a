package io.github.anomalyexporter.server.config;

import java.net.URI;

/**
 * Connection to Prometheus or a compatible source (Thanos, Mimir, VictoriaMetrics).
 *
 * @param http the timeout applies to a query; each part of a split range query is a separate query
 * @param maxConcurrentQueries maximum number of concurrent requests
 * @param sampleBudget maximum number of samples per request; longer range queries are split in time
 */
public record PrometheusConfig(HttpClientConfig http, int maxConcurrentQueries, int sampleBudget) {

  /**
   * A fifth of Prometheus' own limit ({@code --query.max-concurrency}, 20): a higher value would
   * slow down dashboards.
   */
  public static final int DEFAULT_MAX_CONCURRENT_QUERIES = 4;

  /**
   * About 33 MB of JSON. Larger parts save round trips and increase the memory use of Prometheus;
   * its own limit ({@code --query.max-samples}) is 50 million, counted before aggregation.
   */
  public static final int DEFAULT_SAMPLE_BUDGET = 1_000_000;

  public PrometheusConfig {
    requirePositive("max_concurrent_queries", maxConcurrentQueries);
    requirePositive("sample_budget", sampleBudget);
  }

  private static void requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": expected at least 1, found " + value);
    }
  }

  /** Returns the settings for this URL with defaults for everything else, without credentials. */
  public static PrometheusConfig defaults(URI url) {
    return new PrometheusConfig(
        HttpClientConfig.defaults(url), DEFAULT_MAX_CONCURRENT_QUERIES, DEFAULT_SAMPLE_BUDGET);
  }

  /** Returns these settings for another URL. */
  public PrometheusConfig withUrl(URI newUrl) {
    return new PrometheusConfig(http.withUrl(newUrl), maxConcurrentQueries, sampleBudget);
  }
}
