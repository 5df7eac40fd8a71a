package io.github.anomalyexporter.server.config;

import java.net.URI;

/**
 * How to ask a Prometheus, or what speaks its query API (Thanos, Mimir, VictoriaMetrics).
 *
 * @param http its timeout is that of a query; each part of a long range query is one of its own
 * @param maxConcurrentQueries requests under way at one time
 * @param sampleBudget how many samples to ask for at once: a longer range query is split in time
 */
public record PrometheusConfig(HttpClientConfig http, int maxConcurrentQueries, int sampleBudget) {

  /**
   * A fifth of Prometheus' own limit ({@code --query.max-concurrency}, 20): more would be faster
   * here and slower for everyone's dashboards.
   */
  public static final int DEFAULT_MAX_CONCURRENT_QUERIES = 4;

  /**
   * About 33 MB of JSON. Larger parts save round trips and cost Prometheus memory; its own limit
   * ({@code --query.max-samples}) is 50 million, counted before aggregation.
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

  /** This URL, without credentials, and the default of everything else. */
  public static PrometheusConfig defaults(URI url) {
    return new PrometheusConfig(
        HttpClientConfig.defaults(url), DEFAULT_MAX_CONCURRENT_QUERIES, DEFAULT_SAMPLE_BUDGET);
  }

  /** The same settings for another URL. */
  public PrometheusConfig withUrl(URI newUrl) {
    return new PrometheusConfig(http.withUrl(newUrl), maxConcurrentQueries, sampleBudget);
  }
}
