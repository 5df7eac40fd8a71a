package io.github.anomalyexporter.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.URI;
import org.junit.jupiter.api.Test;

class PrometheusConfigTest {
  private static final HttpClientConfig HTTP =
      HttpClientConfig.defaults(URI.create("http://localhost:9090"));

  @Test
  void defaults() {
    assertThat(PrometheusConfig.defaults(HTTP.url()))
        .isEqualTo(new PrometheusConfig(HTTP, 4, 1_000_000));
  }

  @Test
  void another_url_keeps_the_rest() {
    URI other = URI.create("https://prometheus_server/prefix");
    PrometheusConfig config = new PrometheusConfig(HTTP, 5, 7);

    assertThat(config.withUrl(other)).isEqualTo(new PrometheusConfig(HTTP.withUrl(other), 5, 7));
  }

  @Test
  void numbers_out_of_range_are_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PrometheusConfig(HTTP, 0, 1))
        .withMessage("max_concurrent_queries: expected at least 1, found 0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PrometheusConfig(HTTP, 1, 0))
        .withMessage("sample_budget: expected at least 1, found 0");
  }
}
