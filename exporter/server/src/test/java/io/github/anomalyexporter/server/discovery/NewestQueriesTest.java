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
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class NewestQueriesTest {
  private static final Instant START = SmallDetector.NOW;
  private static final DetectorConfig CONFIG = SmallDetector.config();
  private static final DetectorQueries QUERIES = DetectorQueries.of(CONFIG, Duration.ofMinutes(1));
  private static final List<RecordedFeature> FEATURES = RecordedFeature.of(CONFIG, QUERIES);
  private static final String CPU_RECORDED = FEATURES.get(0).query();
  private static final String MEMORY_RECORDED = FEATURES.get(1).query();
  private static final int CPU = 0;
  private static final int MEMORY = 1;

  private final Logger logger = (Logger) LoggerFactory.getLogger(NewestQueries.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private FakePrometheus prometheus;
  private PrometheusClient client;
  private RecordedSeries series;
  private NewestQueries newest;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    prometheus = new FakePrometheus();
    client = prometheus.client();
    series = new RecordedSeries(client, CONFIG);
    newest = new NewestQueries(client, CONFIG);
    log.start();
    logger.setLevel(Level.INFO);
    logger.addAppender(log);
    assertThat(newest.choose(QUERIES, START.minusSeconds(60))).isEqualTo(QUERIES);
    assertThat(prometheus.asked()).as("at the start").isEmpty();
  }

  @AfterEach
  void stop() {
    logger.detachAppender(log);
    logger.setLevel(null);
    client.close();
    prometheus.close();
  }

  /** Lets a number of series of a feature be fresh. */
  private void recorded(int feature, double count) {
    prometheus.put(
        series.freshQuery(FEATURES),
        Labels.of(RecordedFeature.LABEL, FEATURES.get(feature).hash()),
        time -> count);
  }

  private void incomplete(int feature) {
    prometheus.put(series.incompleteQuery(FEATURES.get(feature)), Labels.EMPTY, time -> 1.0);
  }

  private void complete(int feature) {
    prometheus.put(series.incompleteQuery(FEATURES.get(feature)), Labels.EMPTY, time -> Double.NaN);
  }

  /** Returns the expressions of the features, some seconds after the first minute. */
  private List<String> after(int seconds) throws InterruptedException {
    return newest.choose(QUERIES, START.plusSeconds(seconds)).features();
  }

  private List<String> messages() {
    return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Test
  void without_recorded_series_one_query_looks_for_them_every_five_minutes()
      throws InterruptedException {
    assertThat(after(45)).isEqualTo(QUERIES.features());
    assertThat(prometheus.asked()).isEmpty();

    for (int seconds = 60; seconds < 660; seconds += 15) {
      assertThat(after(seconds)).isEqualTo(QUERIES.features());
    }

    assertThat(prometheus.asked()).hasSize(2).allMatch(it -> it.contains(RecordedFeature.LABEL));
    assertThat(messages()).isEmpty();
  }

  @Test
  void complete_series_are_read_instead_of_the_expression() throws InterruptedException {
    recorded(CPU, 2);
    recorded(MEMORY, 2);
    incomplete(MEMORY);

    assertThat(after(60)).containsExactly(CPU_RECORDED, SmallDetector.MEMORY);
    assertThat(after(75)).containsExactly(CPU_RECORDED, SmallDetector.MEMORY);

    assertThat(messages())
        .containsExactly(
            "detector node: 1 of 2 features are read from recorded series; from their expressions: memory");
  }

  @Test
  void one_feature_in_turn_is_compared_with_its_expression() throws InterruptedException {
    recorded(CPU, 2);
    recorded(MEMORY, 2);
    assertThat(after(60)).containsExactly(CPU_RECORDED, MEMORY_RECORDED);
    assertThat(prometheus.asked()).as("probe, and each feature once").hasSize(3);

    incomplete(CPU);
    incomplete(MEMORY);
    assertThat(after(75)).containsExactly(CPU_RECORDED, SmallDetector.MEMORY);
    assertThat(prometheus.asked()).hasSize(2);
    assertThat(after(90)).isEqualTo(QUERIES.features());

    complete(CPU);
    complete(MEMORY);
    after(105 + 300);
    assertThat(after(120 + 300)).containsExactly(CPU_RECORDED, MEMORY_RECORDED);
  }

  @Test
  void fewer_series_are_compared_at_once() throws InterruptedException {
    recorded(CPU, 2);
    recorded(MEMORY, 2);
    after(60);
    recorded(CPU, 1);
    incomplete(CPU);

    assertThat(after(75))
        .as("it is the turn of memory")
        .containsExactly(SmallDetector.CPU, MEMORY_RECORDED);
  }

  @Test
  void series_that_are_no_longer_recorded_are_not_read() throws InterruptedException {
    recorded(CPU, 2);
    recorded(MEMORY, 2);
    after(60);
    prometheus.heal();
    recorded(CPU, Double.NaN);
    recorded(MEMORY, Double.NaN);

    assertThat(after(75)).isEqualTo(QUERIES.features());

    assertThat(messages())
        .containsExactly(
            "detector node: 2 of 2 features are read from recorded series",
            "detector node: 0 of 2 features are read from recorded series;"
                + " from their expressions: cpu, memory");
  }

  @Test
  void a_source_that_rejects_the_queries_gets_the_expressions() throws InterruptedException {
    prometheus.reject(series.freshQuery(FEATURES));
    assertThat(after(60)).isEqualTo(QUERIES.features());

    prometheus.heal();
    recorded(CPU, 2);
    prometheus.reject(series.incompleteQuery(FEATURES.get(CPU)));
    assertThat(after(360)).isEqualTo(QUERIES.features());
  }

  @Test
  void another_rate_window_reads_nothing_of_the_window_before() throws InterruptedException {
    DetectorConfig preset = ConfigFile.defaults().detectors().get(0);
    NewestQueries ofPreset = new NewestQueries(client, preset);
    DetectorQueries minute = DetectorQueries.of(preset, Duration.ofMinutes(1));
    List<RecordedFeature> features = RecordedFeature.of(preset, minute);
    String query = new RecordedSeries(client, preset).freshQuery(features);
    prometheus.put(query, Labels.of(RecordedFeature.LABEL, features.get(0).hash()), time -> 1.0);
    ofPreset.choose(minute, START.minusSeconds(60));
    assertThat(ofPreset.choose(minute, START.plusSeconds(60)).features())
        .contains(features.get(0).query());

    DetectorQueries longer = DetectorQueries.of(preset, Duration.ofMinutes(2));
    assertThat(ofPreset.choose(longer, START.plusSeconds(75))).isEqualTo(longer);
  }
}
