package io.github.anomalyexporter.server.alertmanager;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.server.FakePrometheus;
import io.github.anomalyexporter.server.SmallDetector;
import io.github.anomalyexporter.server.config.ConfigFile;
import io.github.anomalyexporter.server.exemption.Exemptions;
import io.github.anomalyexporter.server.export.AlertmanagerMetrics;
import io.github.anomalyexporter.server.prometheus.PrometheusClient;
import io.github.anomalyexporter.server.yaml.ConfigException;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Unknown silences and alerts are logged once, by name and without a secret. */
class AlertmanagerLogTest {
  private static final Instant NOW = TestSilences.NOW;
  private static final Duration HISTORY = Duration.ofHours(4);
  private static final String PASSWORD = "hunter2";

  @TempDir Path storage;

  private final WireMockServer server =
      new WireMockServer(
          wireMockConfig().dynamicPort().bindAddress("127.0.0.1").containerThreads(8));
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private final Logger logger =
      (Logger) LoggerFactory.getLogger("io.github.anomalyexporter.server");
  private FakePrometheus prometheus;
  private PrometheusClient client;
  private Alertmanager alertmanager;
  private Exemptions exemptions;
  private Instant now = NOW;

  @BeforeEach
  void start() throws IOException, ConfigException {
    logged.start();
    logger.addAppender(logged);
    logger.setLevel(Level.INFO);
    logger.setAdditive(false);
    server.start();
    prometheus = new FakePrometheus();
    client = prometheus.client();
    restart();
  }

  @AfterEach
  void stop() {
    alertmanager.close();
    client.close();
    prometheus.close();
    server.stop();
    logger.detachAppender(logged);
    logger.setLevel(null);
    logger.setAdditive(true);
  }

  private void restart() throws ConfigException {
    String config =
        "alertmanager: {url: 'http://sre:%s@127.0.0.1:%s', timeout: 5s, retries: 0}"
            .formatted(PASSWORD, server.port());
    alertmanager =
        new Alertmanager(
            Objects.requireNonNull(ConfigFile.parse("test", config).alertmanager()),
            storage,
            HISTORY,
            new AlertmanagerMetrics(new PrometheusRegistry()),
            new Random(1),
            pause -> {},
            () -> now);
    exemptions = alertmanager.exemptions(SmallDetector.config(), client);
  }

  private void answer(ResponseDefinitionBuilder response) {
    server.stubFor(any(anyUrl()).willReturn(response));
  }

  private void answer(Silence... silences) {
    answer(okJson(TestSilences.json(silences)));
  }

  private void refresh() throws InterruptedException {
    alertmanager.refresh().run(now);
    now = now.plusSeconds(30);
  }

  private void train() throws InterruptedException {
    exemptions.during(
        List.of(SmallDetector.WEB), new TimeRange(now.minus(HISTORY), now, Duration.ofMinutes(1)));
  }

  private List<String> warnings() {
    return logged(Level.WARN);
  }

  private List<String> logged(Level level) {
    return logged.list.stream()
        .filter(event -> event.getLevel().equals(level))
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }

  @Test
  void an_outage_is_logged_when_it_begins_and_when_it_ends() throws InterruptedException {
    answer(aResponse().withStatus(503).withBody("\"no such user: sre:" + PASSWORD + "\""));
    refresh();
    refresh();
    assertThat(warnings())
        .containsExactly(
            ("silences cannot be read, known silences apply until their end:"
                    + " http://127.0.0.1:%s, silences: server, HTTP 503: no such user: sre:<secret>")
                .formatted(server.port()));
    assertThat(logged(Level.INFO)).isEmpty();

    answer();
    refresh();
    refresh();
    assertThat(warnings()).hasSize(1);
    assertThat(logged(Level.INFO)).containsExactly("reading silences recovered");
  }

  @Test
  void silences_that_a_training_does_not_know_are_named_by_their_time()
      throws InterruptedException {
    answer(aResponse().withStatus(404));
    refresh();
    logged.list.clear();

    train();

    assertThat(warnings())
        .containsExactly(
            unknown("silences", now.minus(HISTORY), now, "this time is used for training"));
  }

  @Test
  void only_the_time_since_the_last_reading_is_unknown_after_an_outage()
      throws InterruptedException {
    answer();
    refresh();
    now = NOW.plus(Duration.ofHours(1));

    train();

    assertThat(warnings())
        .containsExactly(unknown("silences", NOW, now, "this time is used for training"));
  }

  @Test
  void alerts_that_a_training_does_not_know_are_named_by_their_time() throws InterruptedException {
    answer();
    refresh();
    prometheus.fail(FakePrometheus.EVERYTHING, 422, "");

    train();

    assertThat(warnings())
        .singleElement()
        .asString()
        .startsWith(
            unknown(
                    "alerts",
                    now.minus(HISTORY),
                    now,
                    "incidents in this time are used for training")
                + ": http")
        .contains("HTTP 422");
  }

  private static String unknown(String what, Instant from, Instant until, String learned) {
    return "detector node: %s from %s to %s are unknown; %s".formatted(what, from, until, learned);
  }

  @Test
  void an_invalid_expression_is_logged_once() throws InterruptedException {
    Silence silence = TestSilences.active("a", "job=node", "instance=~[");
    answer(silence);
    refresh();
    refresh();
    answer(silence.endedAt(now));
    refresh();

    assertThat(warnings())
        .containsExactly(
            "silence a matches no instance: the regular expression of instance cannot be used");
  }

  @Test
  void an_invalid_expression_of_an_expired_silence_is_not_logged() throws InterruptedException {
    Duration longAgo = HISTORY.plusHours(1).negated();
    answer(TestSilences.silence("a", longAgo.multipliedBy(2), longAgo, "instance=~["));
    refresh();

    assertThat(warnings()).isEmpty();
  }

  @Test
  void too_many_silences_are_logged_once() throws InterruptedException {
    answer(
        IntStream.range(0, KnownSilences.MOST + 3)
            .mapToObj(i -> TestSilences.active("s" + i, "job=other"))
            .toArray(Silence[]::new));
    refresh();
    refresh();

    assertThat(warnings())
        .singleElement()
        .asString()
        .startsWith("3 silences are ignored because there are too many");
  }

  @Test
  void a_file_that_cannot_be_written_is_logged_once() throws Exception {
    Files.delete(storage);
    answer(TestSilences.active("a", "job=node"));
    refresh();
    answer(TestSilences.active("b", "job=node"));
    refresh();
    Files.createDirectory(storage);

    assertThat(warnings())
        .singleElement()
        .asString()
        .startsWith("silences cannot be stored and will be lost at a restart: ");
  }

  @Test
  void a_file_that_is_not_to_be_written_is_not() throws Exception {
    alertmanager.writeNothing();
    answer(TestSilences.active("a", "job=node"));
    refresh();

    assertThat(storage).isEmptyDirectory();
    assertThat(warnings()).isEmpty();
  }

  @Test
  void a_damaged_file_is_logged() throws Exception {
    Files.writeString(storage.resolve("silences.json"), "{");
    restart();

    assertThat(warnings())
        .singleElement()
        .asString()
        .startsWith(
            storage.resolve("silences.json")
                + " cannot be read and is renamed to silences.json.damaged; silences that Alertmanager"
                + " has deleted are unknown: ");
  }
}
