package io.github.anomalyexporter.server.app;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.SmallDetector;
import io.github.anomalyexporter.server.app.OnlineCheck.Finding;
import io.github.anomalyexporter.server.config.ConfigFile;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.config.PrometheusConfig;
import io.github.anomalyexporter.server.discovery.ScrapeInterval;
import io.github.anomalyexporter.server.http.RequestObserver;
import io.github.anomalyexporter.server.prometheus.PrometheusClient;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OnlineCheckTest {
  private static final Labels NEW_HOST = Labels.of(Map.of("instance", "web-1:9100", "job", "node"));

  private final WireMockServer server =
      new WireMockServer(wireMockConfig().bindAddress("127.0.0.1").dynamicPort());

  @BeforeEach
  void start() {
    server.start();
    String one = "{\"metric\":{\"instance\":\"web-1:9100\",\"job\":\"node\"},\"value\":[0,\"1\"]}";
    server.stubFor(any(anyUrl()).willReturn(okJson(vector(one))));
    server.stubFor(
        any(anyUrl())
            .withRequestBody(containing("count_over_time"))
            .willReturn(okJson(vector(""))));
  }

  private static String vector(String series) {
    return "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[%s]}}"
        .formatted(series);
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  @Test
  void coverage_counts_the_same_inputs_as_a_scoring_run() throws InterruptedException {
    DetectorConfig detector = SmallDetector.config("min_coverage: 0.6");
    server.stubFor(
        any(anyUrl()).withRequestBody(containing("query=cpu")).willReturn(okJson(vector(""))));
    try (PrometheusClient client = client()) {
      Finding finding = check(client, detector);

      assertThat(finding.leftOut())
          .as("of cpu, its change and memory one is there")
          .containsExactly(Map.entry(NEW_HOST, "coverage 0.33, needs 0.60: insufficient data"));
    }
  }

  @Test
  void an_interval_that_cannot_be_measured_differs_from_one_that_cannot_be_measured_yet()
      throws InterruptedException {
    DetectorConfig detector = ConfigFile.defaults().detectors().get(0);
    try (PrometheusClient client = client()) {
      assertThat(check(client, detector).scrapeInterval())
          .isEqualTo(new ScrapeInterval(Optional.empty(), true));
      server.stubFor(
          any(anyUrl())
              .withRequestBody(containing("query=group%28last_over_time"))
              .willReturn(okJson(vector(""))));
      assertThat(check(client, detector).scrapeInterval())
          .isEqualTo(new ScrapeInterval(Optional.empty(), false));
    }
  }

  private PrometheusClient client() {
    return new PrometheusClient(
        PrometheusConfig.defaults(URI.create("http://127.0.0.1:" + server.port())),
        RequestObserver.NONE,
        new Random(1),
        pause -> {});
  }

  private static Finding check(PrometheusClient client, DetectorConfig detector)
      throws InterruptedException {
    Instant now = Instant.EPOCH.plus(Duration.ofDays(20_000));
    return new OnlineCheck(client, InstantSource.fixed(now)).check(detector);
  }

  @Test
  void an_instance_without_history_is_there_and_warming_up() throws InterruptedException {
    try (PrometheusClient client = client()) {
      Finding finding = check(client, ConfigFile.defaults().detectors().get(0));

      assertThat(finding.histories()).containsExactly(Map.entry(NEW_HOST, Duration.ZERO));
      assertThat(finding.leftOut())
          .containsExactly(Map.entry(NEW_HOST, "0s of history, needs 6h: warming up"));
      assertThat(finding.untilFirstTraining()).contains(Duration.ofHours(6));
    }
  }
}
