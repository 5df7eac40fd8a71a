package io.github.anomalyexporter.server.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.FakePrometheus;
import io.github.anomalyexporter.server.SmallDetector;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.http.RequestException;
import io.github.anomalyexporter.server.prometheus.PrometheusClient;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DiscoveryTest {
  private static final DetectorConfig CONFIG = SmallDetector.config();
  private static final DetectorQueries QUERIES = DetectorQueries.of(CONFIG, Duration.ofMinutes(1));
  private static final String SCRAPES = scrapes("5m");

  private static String scrapes(String window) {
    String scraped = "up{job=\"node\"}[" + window + "]";
    return ("quantile(0.5, count_over_time(%s) and last_over_time(%s offset %s)"
            + " and on (instance, job) (%s))")
        .formatted(scraped, scraped, window, SmallDetector.INSTANCES);
  }

  private FakePrometheus prometheus;
  private PrometheusClient client;
  private Discovery discovery;

  @BeforeEach
  void start() throws IOException {
    prometheus = new FakePrometheus();
    client = prometheus.client();
    discovery = new Discovery(client, CONFIG);
  }

  @AfterEach
  void stop() {
    client.close();
    prometheus.close();
  }

  @Test
  void instances_are_sorted_and_known_by_their_identity_labels() throws InterruptedException {
    prometheus.put(
        SmallDetector.INSTANCES,
        Labels.of("instance", "web-1:9100", "job", "node", "rack", "7"),
        time -> 1.0);
    prometheus.put(SmallDetector.INSTANCES, SmallDetector.DB, time -> 1.0);

    assertThat(discovery.instances(QUERIES, SmallDetector.NOW))
        .containsExactly(SmallDetector.DB, SmallDetector.WEB);
  }

  @Test
  void a_history_is_as_long_as_it_has_points() throws InterruptedException {
    String query = "count_over_time((" + SmallDetector.INSTANCES + ")[4h:5m])";
    prometheus.put(query, SmallDetector.WEB, time -> 48.0);
    prometheus.put(query, SmallDetector.DB, time -> 7.0);

    assertThat(discovery.histories(QUERIES, SmallDetector.NOW))
        .isEqualTo(
            Map.of(
                SmallDetector.WEB, Duration.ofHours(4), SmallDetector.DB, Duration.ofMinutes(35)));
  }

  private ScrapeInterval scrapeInterval() throws InterruptedException {
    return new Discovery(client, SmallDetector.withMeasuredInterval())
        .scrapeInterval(SmallDetector.NOW);
  }

  private Optional<Duration> measured() throws InterruptedException {
    return scrapeInterval().value();
  }

  private boolean isMeasurable() throws InterruptedException {
    return scrapeInterval().measurable();
  }

  @ParameterizedTest
  @CsvSource({"20, 15", "19, 15", "21, 15", "5, 60", "6, 60", "10, 30", "1, 300", "300, 1"})
  void the_scrape_interval_is_the_usual_one_that_fits_the_scrapes(double scrapes, long seconds)
      throws InterruptedException {
    prometheus.put(SCRAPES, Labels.EMPTY, time -> scrapes);

    assertThat(measured()).contains(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @CsvSource({"1h, 6, 600", "1h, 4, 900", "1h, 3, 1200", "6h, 12, 1800", "6h, 6, 3600"})
  void intervals_beyond_what_prometheus_looks_back_are_found(
      String window, double scrapes, long seconds) throws InterruptedException {
    prometheus.put(scrapes(window), Labels.EMPTY, time -> scrapes);

    assertThat(measured()).contains(Duration.ofSeconds(seconds));
  }

  @Test
  void one_scrape_by_chance_is_not_taken_for_the_interval() throws InterruptedException {
    prometheus.put(SCRAPES, Labels.EMPTY, time -> 1.0);
    prometheus.put(scrapes("1h"), Labels.EMPTY, time -> 6.0);

    assertThat(measured()).contains(Duration.ofMinutes(10));
  }

  @Test
  void without_targets_of_the_instances_the_interval_is_not_measurable()
      throws InterruptedException {
    assertThat(isMeasurable()).as("no instance").isTrue();
    prometheus.put(SmallDetector.INSTANCES, SmallDetector.DB, time -> 1.0);
    assertThat(isMeasurable()).isFalse();
    prometheus.put(
        "group(last_over_time(up{job=\"node\"}[6h]) and on (instance, job) ("
            + SmallDetector.INSTANCES
            + "))",
        Labels.EMPTY,
        time -> 1.0);
    assertThat(isMeasurable()).isTrue();
  }

  @Test
  void without_targets_up_for_long_enough_there_is_no_scrape_interval()
      throws InterruptedException {
    assertThat(measured()).isEmpty();
  }

  @Test
  void a_failure_is_thrown() {
    prometheus.reject(FakePrometheus.EVERYTHING);

    assertThatThrownBy(() -> discovery.instances(QUERIES, SmallDetector.NOW))
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("bad_data");
  }

  @ParameterizedTest
  @CsvSource({"0.2, 1", "14, 15", "15, 15", "16.7, 15", "22, 20", "26, 30", "61, 60", "4000, 3600"})
  void an_interval_is_the_usual_one_of_the_nearest_ratio(double measured, long usual) {
    assertThat(ScrapeIntervals.nearest(measured)).isEqualTo(Duration.ofSeconds(usual));
  }
}
