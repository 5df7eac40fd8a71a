package io.github.anomalyexporter.server.alertmanager;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.deleteRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.server.FakePrometheus;
import io.github.anomalyexporter.server.SmallDetector;
import io.github.anomalyexporter.server.config.AlertmanagerConfig;
import io.github.anomalyexporter.server.config.ConfigFile;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.exemption.AlertExemptions;
import io.github.anomalyexporter.server.exemption.Exemption;
import io.github.anomalyexporter.server.exemption.ExemptionReason;
import io.github.anomalyexporter.server.exemption.Exemptions;
import io.github.anomalyexporter.server.exemption.PastExemptions;
import io.github.anomalyexporter.server.export.AlertmanagerMetrics;
import io.github.anomalyexporter.server.http.ListData;
import io.github.anomalyexporter.server.http.RequestException;
import io.github.anomalyexporter.server.prometheus.PrometheusClient;
import io.github.anomalyexporter.server.yaml.ConfigException;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything of Alertmanager's, against a server that can fail in every way. */
class AlertmanagerTest {
  private static final Labels WEB = SmallDetector.WEB;
  private static final Labels DB = SmallDetector.DB;
  private static final Instant NOW = TestSilences.NOW;
  private static final DetectorConfig DETECTOR = SmallDetector.config();
  private static final Duration HISTORY = Duration.ofHours(4);
  private static final String ALERTS =
      "group by (instance, job) (ALERTS{alertstate=\"firing\", source!=\"anomaly-exporter\","
          + " alertname!~\"Watchdog|InfoInhibitor\", instance!=\"\", job!=\"\","
          + " severity!~\"info|none\"})";

  @TempDir Path storage;

  private final WireMockServer server =
      new WireMockServer(
          wireMockConfig().dynamicPort().bindAddress("127.0.0.1").containerThreads(8));
  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final AlertmanagerMetrics metrics = new AlertmanagerMetrics(registry);
  private FakePrometheus prometheus;
  private PrometheusClient client;
  private Alertmanager alertmanager;
  private Exemptions exemptions;
  private Instant now = NOW;

  @BeforeEach
  void start() throws IOException, ConfigException {
    server.start();
    prometheus = new FakePrometheus();
    client = prometheus.client();
    metrics.show(true);
    restart();
  }

  @AfterEach
  void stop() {
    alertmanager.close();
    client.close();
    prometheus.close();
    server.stop();
  }

  private void restart() throws ConfigException {
    String url = "http://127.0.0.1:" + server.port();
    AlertmanagerConfig config =
        ConfigFile.parse(
                "test",
                "alertmanager: {url: '%s', timeout: 5s, retries: 0, labels: {cluster: a}}"
                    .formatted(url))
            .alertmanager();
    alertmanager =
        new Alertmanager(
            Objects.requireNonNull(config),
            storage,
            HISTORY,
            metrics,
            new Random(1),
            pause -> {},
            () -> now);
    exemptions = alertmanager.exemptions(DETECTOR, client);
    exemptions.watch(List.of(WEB, DB));
  }

  private void answer(ResponseDefinitionBuilder response) {
    server.stubFor(any(anyUrl()).willReturn(response));
  }

  private void answer(Silence... silences) {
    answer(okJson(TestSilences.json(silences)));
  }

  private void refresh() throws InterruptedException {
    alertmanager.refresh().run(now);
  }

  private boolean isSuppressed(Labels instance) {
    return exemptions.suppressing(instance, now).equals(Set.of(ExemptionReason.SILENCE));
  }

  private List<Exemption> during() throws InterruptedException {
    TimeRange history = new TimeRange(now.minus(HISTORY), now, Duration.ofMinutes(1));
    List<Labels> instances = List.of(DB, WEB);
    PastExemptions past = exemptions.during(instances, history);
    return instances.stream().flatMap(instance -> past.of(instance).stream()).toList();
  }

  private String metric(String name) {
    return PrometheusTextFormatWriter.create()
        .toDebugString(registry.scrape())
        .lines()
        .filter(line -> line.startsWith(name + " ") || line.startsWith(name + "{"))
        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
        .findFirst()
        .orElse("absent");
  }

  private String failures(String category) {
    return PrometheusTextFormatWriter.create()
        .toDebugString(registry.scrape())
        .lines()
        .filter(line -> line.startsWith("anomaly_exporter_alertmanager_request_failures_total"))
        .filter(line -> line.contains('"' + category + '"'))
        .map(line -> line.substring(line.lastIndexOf(' ') + 1))
        .findFirst()
        .orElse("absent");
  }

  private String unknown(String source) {
    return metric(
        "anomaly_exporter_exemptions_unknown_total{detector=\"node\",source=\"" + source + "\"}");
  }

  @Test
  void silences_are_queried_by_the_second_version_of_the_api() throws InterruptedException {
    answer();

    refresh();

    server.verify(1, getRequestedFor(urlEqualTo("/api/v2/silences")));
    assertThat(metric("anomaly_exporter_alertmanager_up")).isEqualTo("1.0");
    assertThat(metric("anomaly_exporter_alertmanager_requests_total")).isEqualTo("1.0");
    assertThat(metric("anomaly_exporter_alertmanager_last_success_timestamp_seconds"))
        .isEqualTo(String.valueOf((double) NOW.getEpochSecond()));
  }

  @Test
  void a_silence_suppresses_from_its_start_until_its_end() throws InterruptedException {
    answer(
        TestSilences.silence("a", Duration.ofMinutes(1), Duration.ofMinutes(2), "instance=~web.*"));
    refresh();
    assertThat(isSuppressed(WEB)).isFalse();

    now = NOW.plus(Duration.ofMinutes(1));
    assertThat(isSuppressed(WEB)).isTrue();
    assertThat(isSuppressed(DB)).isFalse();

    now = NOW.plus(Duration.ofMinutes(2));
    assertThat(isSuppressed(WEB)).isFalse();
  }

  @Test
  void an_instance_is_matched_when_it_is_watched_and_not_when_it_is_queried()
      throws InterruptedException {
    Labels late = Labels.of("instance", "web-2:9100", "job", "node");
    answer(TestSilences.active("a", "instance=~web.*"));
    refresh();
    assertThat(isSuppressed(late)).isFalse();

    exemptions.watch(List.of(WEB, late));
    assertThat(isSuppressed(late)).isTrue();
    assertThat(isSuppressed(WEB)).isTrue();
  }

  @Test
  void a_silence_of_too_many_matchers_is_too_large() throws InterruptedException {
    Silence large =
        TestSilences.active("a", Collections.nCopies(1_001, "job=node").toArray(String[]::new));
    answer(large);

    refresh();

    assertThat(failures("too_large")).isEqualTo("1.0");
  }

  @Test
  void silences_have_a_bound_in_sum() throws IOException {
    String two =
        TestSilences.json(TestSilences.active("a", "a=b"), TestSilences.active("b", "a=b"));
    try (JsonParser parser = new JsonFactory().createParser(two)) {
      parser.nextToken();
      assertThatExceptionOfType(StreamConstraintsException.class)
          .isThrownBy(() -> new ListData<>(10, SilenceJson.within(500)).read(parser));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"+1000000000-12-31T23:59:59Z", "+10000-01-01T00:00:00Z"})
  void a_time_that_cannot_be_counted_is_malformed(String endsAt) throws InterruptedException {
    answer(
        okJson(
            "[{\"id\":\"a\",\"startsAt\":\"2026-03-02T12:00:00Z\",\"endsAt\":\"%s\",\"matchers\":[]}]"
                .formatted(endsAt)));

    refresh();

    assertThat(failures("malformed")).isEqualTo("1.0");
  }

  @Test
  void a_silence_that_is_ended_suppresses_no_longer() throws InterruptedException {
    Silence silence = TestSilences.active("a", "cluster=a");
    answer(silence);
    refresh();
    assertThat(isSuppressed(WEB)).isTrue();

    answer(silence.endedAt(NOW));
    refresh();
    assertThat(isSuppressed(WEB)).isFalse();
  }

  @Test
  void readings_bring_what_has_changed_and_leave_the_rest() throws InterruptedException {
    Silence web = TestSilences.active("a", "instance=web-1:9100");
    answer(web);
    refresh();
    assertThat(isSuppressed(WEB)).isTrue();
    refresh();
    assertThat(isSuppressed(WEB)).isTrue();
    assertThat(isSuppressed(DB)).isFalse();

    Silence prolonged = web.endedAt(NOW.plus(Duration.ofDays(3)));
    answer(prolonged, TestSilences.active("b", "instance=db-1:9100"));
    refresh();
    assertThat(isSuppressed(DB)).isTrue();

    now = NOW.plus(Duration.ofDays(2));
    assertThat(isSuppressed(WEB)).isTrue();
    assertThat(isSuppressed(DB)).isFalse();
    refresh();
    assertThat(isSuppressed(WEB)).isTrue();
  }

  @Test
  void silences_in_force_are_counted_for_a_check_and_not_remembered() throws InterruptedException {
    Duration hour = Duration.ofHours(1);
    answer(
        TestSilences.active("a", "job=node"),
        TestSilences.active("b", "job=other"),
        TestSilences.silence("pending", hour, hour.multipliedBy(2), "job=node"),
        TestSilences.silence("ended", hour.multipliedBy(-2), hour.negated(), "job=node"));

    assertThat(alertmanager.askForSilencesInForce()).isEqualTo(2);
    assertThat(isSuppressed(WEB)).isFalse();
    assertThat(storage).isEmptyDirectory();
  }

  @Test
  void what_alertmanager_0_21_does_not_say_is_equal() throws InterruptedException {
    answer(
        okJson(
            """
            [{"id": "a", "startsAt": "2026-03-02T12:00:00.000+01:00", "endsAt": "2026-03-02T13:00:00Z",
              "matchers": [{"name": "job", "value": "node", "isRegex": false}]}]
            """));

    refresh();

    assertThat(isSuppressed(WEB)).isTrue();
  }

  @Test
  void an_outage_leaves_the_known_silences_in_force_until_their_end() throws InterruptedException {
    answer(TestSilences.active("a", "job=node"));
    refresh();
    answer(aResponse().withStatus(503));

    now = NOW.plus(Duration.ofMinutes(59));
    refresh();
    assertThat(isSuppressed(WEB)).isTrue();

    now = NOW.plus(Duration.ofMinutes(61));
    refresh();
    assertThat(isSuppressed(WEB)).isFalse();
    assertThat(metric("anomaly_exporter_alertmanager_last_success_timestamp_seconds"))
        .isEqualTo(String.valueOf((double) NOW.getEpochSecond()));
  }

  @ParameterizedTest
  @CsvSource({
    "400, rejected",
    "404, rejected",
    "302, rejected",
    "401, unauthorized",
    "403, unauthorized",
    "429, server",
    "500, server",
    "503, server"
  })
  void a_refusal_is_counted(int status, String category) throws InterruptedException {
    answer(aResponse().withStatus(status).withBody("\"why\""));

    refresh();

    assertThat(metric("anomaly_exporter_alertmanager_up")).isEqualTo("0.0");
    assertThat(failures(category)).isEqualTo("1.0");
    assertThat(metric("anomaly_exporter_alertmanager_last_success_timestamp_seconds"))
        .isEqualTo("absent");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html><body>Sign in</body></html>",
        "null",
        "{}",
        "{\"status\":\"success\",\"data\":[]}",
        "[{}]",
        "[null]",
        "[{\"id\":1}]",
        "[] []",
        "[",
        "[{\"id\":\"a\",\"startsAt\":\"soon\",\"endsAt\":\"2026-03-02T13:00:00Z\",\"matchers\":[]}]",
        "[{\"id\":\"a\",\"startsAt\":null,\"endsAt\":\"2026-03-02T13:00:00Z\",\"matchers\":[]}]",
        "[{\"id\":\"a\",\"startsAt\":\"2026-03-02T12:00:00Z\",\"endsAt\":\"2026-03-02T13:00:00Z\",\"matchers\":[{\"name\":\"a\"}]}]",
      })
  void garbage_is_counted_as_malformed(String body) throws InterruptedException {
    answer(TestSilences.active("a", "job=node"));
    refresh();
    answer(okJson(body));

    refresh();

    assertThat(failures("malformed")).isEqualTo("1.0");
    assertThat(isSuppressed(WEB)).isTrue();
  }

  private static final NewSilence NEW =
      new NewSilence(
          Labels.of("instance", "web-1:9100"),
          null,
          NOW,
          NOW.plus(Duration.ofHours(1)),
          "alice",
          "new disk");

  /** With a second member of the cluster, and retries. */
  private Alertmanager cluster(int first, int second) throws ConfigException {
    AlertmanagerConfig config =
        ConfigFile.parse(
                "test",
                "alertmanager: {url: 'http://127.0.0.1:%s', failover_url: 'http://127.0.0.1:%s', timeout: 5s, retries: 2}"
                    .formatted(first, second))
            .alertmanager();
    return new Alertmanager(
        Objects.requireNonNull(config),
        storage,
        HISTORY,
        metrics,
        new Random(1),
        pause -> {},
        () -> now);
  }

  /** It may have been created although the answer says or is nothing. */
  @ParameterizedTest
  @ValueSource(ints = {500, 503})
  void a_silence_is_not_created_twice(int status) throws Exception {
    WireMockServer other = new WireMockServer(wireMockConfig().dynamicPort());
    other.start();
    answer(aResponse().withStatus(status).withBody("\"no\""));
    try (Alertmanager cluster = cluster(server.port(), other.port())) {
      assertThatThrownBy(() -> cluster.silence(NEW)).isInstanceOf(RequestException.class);
    } finally {
      other.stop();
    }

    server.verify(1, postRequestedFor(urlEqualTo("/api/v2/silences")));
    assertThat(other.getAllServeEvents()).isEmpty();
    assertThat(metric("anomaly_exporter_alertmanager_requests_total")).isEqualTo("1.0");
  }

  @Test
  void a_member_that_is_down_cannot_have_created_it_and_the_other_is_asked() throws Exception {
    answer(okJson("[]"));
    server.stubFor(
        post(urlEqualTo("/api/v2/silences")).willReturn(okJson("{\"silenceID\": \"a-1\"}")));
    int closed;
    try (ServerSocket socket = new ServerSocket(0)) {
      closed = socket.getLocalPort();
    }
    try (Alertmanager cluster = cluster(closed, server.port())) {
      assertThat(cluster.silence(NEW)).isEqualTo("a-1");
    }

    server.verify(1, postRequestedFor(urlEqualTo("/api/v2/silences")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "{\"silenceID\": \"../../status\"}"})
  void an_answer_without_an_id_is_malformed(String body) {
    answer(okJson(body));

    assertThatThrownBy(() -> alertmanager.silence(NEW))
        .isInstanceOfSatisfying(
            RequestException.class,
            e -> assertThat(e.category()).isEqualTo(RequestException.Category.MALFORMED));
    assertThat(failures("malformed")).isEqualTo("1.0");
  }

  @Test
  void an_id_that_is_not_one_of_its_own_silences_is_not_asked_for() throws InterruptedException {
    answer(TestSilences.active("a", "source=anomaly-exporter", "instance=web-1:9100"));
    refresh();

    assertThat(alertmanager.expire("../silences")).isFalse();
    assertThat(alertmanager.expire("b")).isFalse();
    assertThat(alertmanager.expire("a")).isTrue();
    now = NOW.plus(Duration.ofHours(1));
    assertThat(alertmanager.expire("a")).as("it has ended").isFalse();

    server.verify(1, deleteRequestedFor(anyUrl()));
    server.verify(1, deleteRequestedFor(urlEqualTo("/api/v2/silence/a")));
  }

  @Test
  void an_answer_that_is_too_long_is_not_read_to_its_end() throws InterruptedException {
    answer(okJson("[" + "[],".repeat(6 << 20) + "[]]"));
    refresh();
    assertThat(failures("malformed")).isEqualTo("1.0");

    answer(okJson("[{\"comment\": [" + "0,".repeat(9 << 20) + "0]}]"));
    refresh();
    assertThat(failures("too_large").equals("1.0") || failures("timeout").equals("1.0")).isTrue();
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void a_broken_connection_is_counted(Fault fault) throws InterruptedException {
    answer(aResponse().withFault(fault));

    refresh();

    assertThat(metric("anomaly_exporter_alertmanager_up")).isEqualTo("0.0");
    assertThat(metric("anomaly_exporter_alertmanager_requests_total")).isEqualTo("1.0");
  }

  @Test
  void a_server_that_hangs_or_is_slow_times_out() throws InterruptedException {
    answer(aResponse().withFixedDelay(60_000));
    refresh();
    answer(okJson("[]").withChunkedDribbleDelay(2, 60_000));
    refresh();

    assertThat(failures("timeout")).isEqualTo("2.0");
  }

  @Test
  void a_server_that_is_down_is_a_failed_connection() throws InterruptedException {
    server.stop();

    refresh();

    assertThat(failures("connection")).isEqualTo("1.0");
  }

  @Test
  void silences_are_left_out_of_training_beyond_a_restart() throws Exception {
    Silence silence = TestSilences.active("a", "instance=web-1:9100");
    answer(silence);
    refresh();
    answer(silence.endedAt(NOW.plusSeconds(60)));
    now = NOW.plusSeconds(90);
    refresh();
    alertmanager.close();
    restart();
    answer();
    refresh();

    assertThat(during())
        .containsExactly(
            new Exemption(WEB, ExemptionReason.SILENCE, silence.startsAt(), NOW.plusSeconds(60)));
    assertThat(unknown("silences")).isEqualTo("0.0");
  }

  @Test
  void an_outage_at_the_start_leaves_what_was_remembered_in_force() throws Exception {
    answer(TestSilences.active("a", "job=node"));
    refresh();
    alertmanager.close();
    answer(aResponse().withStatus(500));
    restart();
    refresh();

    assertThat(isSuppressed(WEB)).isTrue();
  }

  @Test
  void a_damaged_file_is_no_reason_to_stop() throws Exception {
    alertmanager.close();
    Files.writeString(storage.resolve("silences.json"), "{\"silences\": ");
    answer(TestSilences.active("a", "job=node"));
    restart();
    refresh();

    assertThat(isSuppressed(WEB)).isTrue();
    assertThat(storage.resolve("silences.json")).isNotEmptyFile();
  }

  @Test
  void a_file_that_cannot_be_written_is_no_reason_to_stop() throws Exception {
    Files.delete(storage);
    answer(TestSilences.active("a", "job=node"));

    refresh();

    assertThat(isSuppressed(WEB)).isTrue();
    Files.createDirectory(storage);
  }

  @Test
  void a_training_without_any_answer_continues_and_logs_it() throws InterruptedException {
    answer(aResponse().withStatus(500));
    refresh();

    assertThat(during()).isEmpty();
    assertThat(unknown("silences")).isEqualTo("1.0");
    assertThat(unknown("alerts")).isEqualTo("0.0");
  }

  @Test
  void a_training_does_not_wait_for_ever_for_the_first_answer() throws InterruptedException {
    assertThat(during()).isEmpty();

    assertThat(unknown("silences")).isEqualTo("1.0");
  }

  @Test
  void a_training_long_after_the_last_answer_logs_it() throws InterruptedException {
    answer(TestSilences.active("a", "job=node"));
    refresh();
    now = NOW.plus(Duration.ofMinutes(1));
    assertThat(during()).hasSize(2);
    assertThat(unknown("silences")).isEqualTo("0.0");

    now = NOW.plus(Duration.ofMinutes(10));
    assertThat(during()).hasSize(2);
    assertThat(unknown("silences")).isEqualTo("1.0");
  }

  @Test
  void times_in_which_alerts_were_firing_are_left_out_with_a_step_to_each_side()
      throws InterruptedException {
    answer();
    refresh();
    Instant first = NOW.minus(Duration.ofMinutes(60));
    Instant last = NOW.minus(Duration.ofMinutes(50));
    Labels unwatched = Labels.of("instance", "other-1:9100", "job", "node");
    prometheus.put(
        ALERTS, WEB, time -> time.isBefore(first) || time.isAfter(last) ? Double.NaN : 1.0);
    prometheus.put(ALERTS, unwatched, time -> 1.0);
    prometheus.put(ALERTS, DB, time -> time.equals(NOW) || time.equals(first) ? 1.0 : Double.NaN);

    assertThat(during())
        .containsExactlyInAnyOrder(
            alert(WEB, first, last), alert(DB, first, first), alert(DB, NOW, NOW));
    assertThat(exemptions.suppressing(DB, NOW)).isEmpty();
  }

  private static Exemption alert(Labels instance, Instant first, Instant last) {
    return new Exemption(
        instance,
        ExemptionReason.ALERT,
        first.minus(Duration.ofMinutes(1)),
        last.plus(Duration.ofMinutes(1)));
  }

  @Test
  void alerts_have_a_bound_in_sum_beyond_which_they_are_unknown() throws InterruptedException {
    answer();
    refresh();
    List<Labels> instances =
        IntStream.range(0, 10)
            .mapToObj(i -> Labels.of("instance", "web-" + i + ":9100", "job", "node"))
            .toList();
    // Fires in every second minute: 21,600 spans of each instance in a month.
    instances.forEach(
        instance ->
            prometheus.put(
                ALERTS, instance, time -> time.getEpochSecond() % 120 == 0 ? 1.0 : Double.NaN));

    PastExemptions past =
        exemptions.during(
            instances, new TimeRange(now.minus(Duration.ofDays(30)), now, Duration.ofMinutes(1)));

    assertThat(instances.stream().mapToInt(instance -> past.of(instance).size()).sum())
        .isBetween(200_000, 215_999);
    assertThat(unknown("alerts")).isEqualTo("1.0");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 422, 500, FakePrometheus.HANGS})
  void alerts_that_prometheus_does_not_tell_are_unknown_and_training_goes_on(int status)
      throws InterruptedException {
    answer(TestSilences.active("a", "job=node"));
    refresh();
    prometheus.fail(FakePrometheus.EVERYTHING, status, "");

    assertThat(during()).hasSize(2);
    assertThat(unknown("alerts")).isEqualTo("1.0");
    assertThat(unknown("silences")).isEqualTo("0.0");
  }

  @Test
  void other_matchers_and_other_identities_are_queried() {
    assertThat(AlertExemptions.query(List.of("instance"), ""))
        .isEqualTo(
            "group by (instance) (ALERTS{alertstate=\"firing\", source!=\"anomaly-exporter\","
                + " alertname!~\"Watchdog|InfoInhibitor\", instance!=\"\"})");
    assertThat(AlertExemptions.query(List.of("instance", "cluster"), "severity=\"critical\""))
        .endsWith("instance!=\"\", cluster!=\"\", severity=\"critical\"})");
  }
}
