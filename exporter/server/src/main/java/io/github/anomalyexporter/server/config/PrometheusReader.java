package io.github.anomalyexporter.server.config;

import io.github.anomalyexporter.server.yaml.Section;
import java.net.URI;

/** Reads the {@code prometheus} section. */
final class PrometheusReader {
  private static final String EXAMPLE = "http://prometheus:9090";

  private static final int MOST_CONCURRENT_QUERIES = 64;
  private static final int LEAST_SAMPLE_BUDGET = 11_000;
  private static final int MOST_SAMPLE_BUDGET = 50_000_000;

  private PrometheusReader() {}

  static PrometheusConfig read(Section section) {
    URI url =
        HttpClientReader.url(section.value("url"), EXAMPLE).orElse(Config.DEFAULT_PROMETHEUS_URL);
    return new PrometheusConfig(
        HttpClientReader.read(section, url, EXAMPLE),
        section
            .value("max_concurrent_queries")
            .integer(1, MOST_CONCURRENT_QUERIES)
            .orElse(PrometheusConfig.DEFAULT_MAX_CONCURRENT_QUERIES),
        section
            .value("sample_budget")
            .integer(LEAST_SAMPLE_BUDGET, MOST_SAMPLE_BUDGET)
            .orElse(PrometheusConfig.DEFAULT_SAMPLE_BUDGET));
  }
}
