package io.github.anomalyexporter.server.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.FakePrometheus;
import io.github.anomalyexporter.server.SmallDetector;
import io.github.anomalyexporter.server.config.ConfigFile;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.prometheus.PrometheusClient;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class CurrentQueriesTest {
  /** Measures its scrape interval. */
  private static final DetectorConfig MEASURED = ConfigFile.defaults().detectors().get(0);

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private FakePrometheus prometheus;
  private PrometheusClient client;

  @BeforeEach
  void start() throws IOException {
    prometheus = new FakePrometheus();
    client = prometheus.client();
  }

  @AfterEach
  void stop() {
    client.close();
    prometheus.close();
  }

  private void scrapes(double countInFiveMinutes) {
    prometheus.put(
        ("quantile(0.5, count_over_time(up{}[5m]) and last_over_time(up{}[5m] offset 5m)"
                + " and on (instance, job) (%s))")
            .formatted(DetectorQueries.of(MEASURED, Duration.ofMinutes(5)).instances()),
        Labels.EMPTY,
        time -> countInFiveMinutes);
  }

  private DetectorQueries forTraining(CurrentQueries queries, DetectorConfig config)
      throws InterruptedException {
    return queries.forTraining(new Discovery(client, config).scrapeInterval(SmallDetector.NOW));
  }

  @Test
  void a_configured_scrape_interval_holds_and_is_not_measured() throws InterruptedException {
    CurrentQueries queries = new CurrentQueries(SmallDetector.config());

    assertThat(queries.get().rateWindow()).isEqualTo(MINUTE);
    DetectorQueries forTraining = forTraining(queries, SmallDetector.config());

    assertThat(forTraining).isEqualTo(queries.get());
    assertThat(prometheus.asked()).isEmpty();
  }

  @Test
  void rates_span_four_scrapes() {
    assertThat(DetectorQueries.rateWindow(Duration.ofSeconds(30))).isEqualTo(Duration.ofMinutes(2));
    assertThat(DetectorQueries.of(MEASURED, Duration.ofMinutes(2)).features())
        .anyMatch(expression -> expression.contains("[2m]"))
        .noneMatch(expression -> expression.contains("$rate_window"));
  }

  @Test
  void a_measured_interval_is_for_the_training_and_serves_when_its_model_does()
      throws InterruptedException {
    CurrentQueries queries = new CurrentQueries(MEASURED);
    scrapes(10);

    DetectorQueries forTraining = forTraining(queries, MEASURED);

    assertThat(forTraining.rateWindow()).isEqualTo(Duration.ofMinutes(2));
    assertThat(queries.get().rateWindow()).isEqualTo(MINUTE);
    queries.adopt(forTraining.rateWindow());
    assertThat(queries.get()).isEqualTo(forTraining);
  }

  @Test
  void what_cannot_be_measured_stays() throws InterruptedException {
    CurrentQueries queries = new CurrentQueries(MEASURED);
    queries.adopt(Duration.ofMinutes(4));

    assertThat(forTraining(queries, MEASURED).rateWindow()).isEqualTo(Duration.ofMinutes(4));
  }

  @Test
  void what_can_never_be_measured_is_logged_once_with_the_key_to_set() throws InterruptedException {
    Logger logger = (Logger) LoggerFactory.getLogger(CurrentQueries.class);
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.setLevel(Level.WARN);
    logger.addAppender(log);
    try {
      prometheus.put(
          DetectorQueries.of(MEASURED, Duration.ofHours(6)).instances(),
          SmallDetector.WEB,
          time -> 1.0);
      CurrentQueries queries = new CurrentQueries(MEASURED);
      for (int check = 0; check < 2; check++) {
        forTraining(queries, MEASURED);
      }
    } finally {
      logger.detachAppender(log);
      logger.setLevel(null);
    }

    assertThat(log.list)
        .singleElement()
        .asString()
        .contains("no up{} of its instances", "a rate window of 1m", "set scrape_interval");
  }
}
