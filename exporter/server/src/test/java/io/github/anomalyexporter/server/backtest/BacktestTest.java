package io.github.anomalyexporter.server.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.anomalyexporter.core.detector.FeatureContribution;
import io.github.anomalyexporter.core.model.TrainingStoppedException;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.evaluation.backtest.BacktestJson;
import io.github.anomalyexporter.evaluation.backtest.BacktestResult;
import io.github.anomalyexporter.evaluation.backtest.BacktestTable;
import io.github.anomalyexporter.evaluation.backtest.Preflight;
import io.github.anomalyexporter.evaluation.past.Incident;
import io.github.anomalyexporter.evaluation.past.PastAlert;
import io.github.anomalyexporter.evaluation.past.ScoredInstance;
import io.github.anomalyexporter.server.FakePrometheus;
import io.github.anomalyexporter.server.SmallDetector;
import io.github.anomalyexporter.server.backtest.Backtest.When;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.exemption.Exemption;
import io.github.anomalyexporter.server.exemption.ExemptionReason;
import io.github.anomalyexporter.server.exemption.Exemptions;
import io.github.anomalyexporter.server.failure.UsageException;
import io.github.anomalyexporter.server.http.RequestException;
import io.github.anomalyexporter.server.prometheus.PrometheusClient;
import io.github.anomalyexporter.server.run.HistoryTooLargeException;
import io.github.anomalyexporter.server.run.StatedExemptions;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two hosts, a history of four hours, and two more that are gone over. */
class BacktestTest {
  private static final Instant NOW = SmallDetector.NOW;
  private static final Labels WEB = SmallDetector.WEB;
  private static final Labels DB = SmallDetector.DB;
  private static final Instant START = NOW.minus(Duration.ofHours(2));
  private static final Instant ONSET = NOW.minus(Duration.ofHours(1));
  private static final Instant CALM = ONSET.plus(Duration.ofMinutes(30));

  @AutoClose private final FakePrometheus prometheus;
  private DetectorConfig config = SmallDetector.config();

  BacktestTest() throws IOException {
    prometheus = new FakePrometheus();
  }

  @BeforeEach
  void putHosts() {
    prometheus.putHosts();
    for (String length : List.of("6h", "30d2h")) {
      prometheus.put(found(length), WEB, time -> 72.0);
      prometheus.put(found(length), DB, time -> 72.0);
    }
  }

  private static String found(String length) {
    return "count_over_time((%s)[%s:5m])".formatted(SmallDetector.INSTANCES, length);
  }

  /** Memory no longer follows cpu. */
  private void breakWeb() {
    prometheus.put(
        SmallDetector.MEMORY,
        WEB,
        time ->
            time.isBefore(ONSET) || !time.isBefore(CALM)
                ? SmallDetector.memory(WEB, time)
                : 6 * SmallDetector.memory(WEB, time));
  }

  private BacktestResult backtest(
      @Nullable Instant start, Exemptions exemptions, @Nullable IncidentSource incidents)
      throws InterruptedException {
    return backtest(start, exemptions, incidents, new Stages((text, done) -> {}));
  }

  private BacktestResult backtest(
      @Nullable Instant start,
      Exemptions exemptions,
      @Nullable IncidentSource incidents,
      Backtest.Progress progress)
      throws InterruptedException {
    QueryCounter queries = new QueryCounter();
    try (PrometheusClient client = prometheus.client(queries)) {
      return new Backtest(config, new Backtest.Sources(client, queries, exemptions, incidents))
          .run(new When(start, NOW, NOW.plusSeconds(60)), progress);
    }
  }

  private BacktestResult backtest() throws InterruptedException {
    return backtest(START, Exemptions.NONE, null);
  }

  @Test
  void a_quiet_past_is_scored_to_the_end_and_costs_are_counted() throws InterruptedException {
    BacktestResult result = backtest();

    assertThat(result.trainings()).isEqualTo(1);
    assertThat(result.scores().hostDays()).isEqualTo(2 * 2 / 24.0);
    assertThat(result.scores().range().end()).isEqualTo(NOW);
    assertThat(result.scores().instances())
        .extracting(ScoredInstance::instance)
        .containsExactly(DB, WEB);
    assertThat(result.alerts()).isEmpty();
    Preflight costs = result.preflight();
    assertThat(costs.instances()).isEqualTo(2);
    assertThat(costs.queriesPerRun()).isEqualTo(3);
    assertThat(costs.scoringRun().requests()).isEqualTo(3);
    assertThat(costs.scoringRun().samples()).isEqualTo(2 * 3);
    assertThat(costs.history().requests()).isEqualTo(2);
    assertThat(costs.history().failed()).isZero();
    assertThat(costs.history().samples()).isGreaterThanOrEqualTo(2 * 2 * 360L);
    assertThat(costs.samplesPerTraining()).isEqualTo(2 * 2 * 240);
    assertThat(costs.modelBytes().orElseThrow()).isPositive();
    assertThat(BacktestTable.of(result))
        .contains("Alerts of the shipped rules: none")
        .contains("trained once, every 1d, on up to 4h of history")
        .doesNotContain("INCIDENT", "FOUND");
  }

  @Test
  void an_anomaly_is_an_alert_with_its_features_and_finds_the_incident()
      throws InterruptedException, IOException {
    breakWeb();
    Incident incident = Incident.of("web-1:9100", ONSET, CALM, "leak");
    Incident before = Incident.of("", START.minusSeconds(600), START.minusSeconds(60), "before");

    BacktestResult result =
        backtest(START, Exemptions.NONE, (instances, range) -> List.of(incident, before));

    assertThat(result.alerts()).hasSize(1);
    PastAlert alert = result.alerts().get(0);
    assertThat(alert.instance()).isEqualTo(WEB);
    assertThat(alert.start()).isBetween(ONSET, ONSET.plus(Duration.ofMinutes(8)));
    FeatureContribution first = alert.features().get(0);
    assertThat(first.feature()).isEqualTo("memory");
    assertThat(first.unit()).isEqualTo("bytes");
    assertThat(first.actual()).isGreaterThan(1.5f * first.expected());
    assertThat(result.incidents()).as("only those of the range").containsExactly(incident);
    assertThat(BacktestTable.of(result))
        .containsPattern("web-1:9100 +warning +[0-9.]+ +leak\n +memory .* MB .expected .* MB")
        .contains("Incidents: 1 of 1 found (100 %, with 95 % confidence 21 to 100 %), median delay")
        .containsPattern("x 1.0 +<- in use +6.0. .* 1/1");
    JsonNode json = new ObjectMapper().readTree(BacktestJson.of(result));
    assertThat(json.path("alerts").path(0).path("incidents").path(0).asText()).isEqualTo("leak");
    assertThat(json.path("alerts_per_host_day").asDouble()).isEqualTo(6);
    assertThat(json.path("incidents_found").asInt()).isEqualTo(1);
    assertThat(json.path("thresholds")).hasSameSizeAs(result.choices());
  }

  @Test
  void an_incident_of_an_unknown_instance_is_not_counted() throws InterruptedException {
    BacktestResult result =
        backtest(
            START,
            Exemptions.NONE,
            (instances, range) -> List.of(Incident.of("web-1", ONSET, CALM, "typo")));

    assertThat(BacktestTable.of(result))
        .contains("Incidents: none that can be counted")
        .contains("web-1  typo: no instance has this name")
        .doesNotContain("FOUND");
    assertThat(BacktestJson.of(result)).contains("\"recall\" : null");
  }

  @Test
  void a_silenced_alert_is_not_notified() throws InterruptedException {
    breakWeb();

    BacktestResult result =
        backtest(
            START,
            StatedExemptions.of(
                new Exemption(
                    WEB, ExemptionReason.SILENCE, ONSET.minusSeconds(60), NOW.plusSeconds(60))),
            null);

    assertThat(result.alerts()).isEmpty();
    assertThat(result.scores().episodes(result.scores().instances().get(1))).isPositive();
  }

  @Test
  void another_alert_does_not() throws InterruptedException {
    breakWeb();

    BacktestResult result =
        backtest(
            START,
            StatedExemptions.of(new Exemption(WEB, ExemptionReason.ALERT, ONSET, CALM)),
            null);

    assertThat(result.alerts()).hasSize(1);
  }

  @Test
  void an_instance_with_too_little_history_is_reported() throws InterruptedException {
    Instant birth = START.minus(Duration.ofHours(1));
    prometheus.put(
        SmallDetector.CPU,
        WEB,
        time -> time.isBefore(birth) ? Double.NaN : SmallDetector.cpu(WEB, time));
    prometheus.put(
        SmallDetector.MEMORY,
        WEB,
        time -> time.isBefore(birth) ? Double.NaN : SmallDetector.memory(WEB, time));

    BacktestResult result = backtest();

    assertThat(result.scores().hostDays()).as("the other one").isEqualTo(2 / 24.0);
    assertThat(BacktestTable.of(result))
        .containsPattern("web-1:9100 +- +- +- +not at all: 1h01m of history .* needs 2h00m");
  }

  @Test
  void costs_are_reported_even_if_no_instance_can_be_scored() throws InterruptedException {
    prometheus.put(SmallDetector.CPU, WEB, time -> Double.NaN);
    prometheus.put(SmallDetector.CPU, DB, time -> Double.NaN);
    prometheus.put(SmallDetector.MEMORY, WEB, time -> Double.NaN);
    prometheus.put(SmallDetector.MEMORY, DB, time -> Double.NaN);

    BacktestResult result = backtest();

    assertThat(result.isScored()).isFalse();
    assertThat(BacktestTable.of(result))
        .contains("unknown: nothing could be scored")
        .contains("unknown: no model was stored");
    assertThat(BacktestJson.of(result)).contains("\"alerts_per_day\" : null");
  }

  @Test
  void the_range_is_by_default_a_third_of_what_is_there() throws InterruptedException {
    Instant first = NOW.minus(Duration.ofHours(6));
    prometheus.put(
        "min_over_time((time() * group(%s))[3d4h:5m])".formatted(SmallDetector.INSTANCES),
        Labels.EMPTY,
        time -> (double) first.getEpochSecond());

    BacktestResult result = backtest(null, Exemptions.NONE, null);

    assertThat(result.scores().range().points()).isEqualTo(120);
  }

  @Test
  void a_range_without_instances_is_reported_with_the_query() {
    assertThatThrownBy(() -> backtest(START.minusSeconds(3600), Exemptions.NONE, null))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("Prometheus has no instance between 2026-03-02T05:00:00Z and ")
        .hasMessageEndingWith("the selector with the query: " + SmallDetector.INSTANCES);
    assertThatThrownBy(() -> backtest(null, Exemptions.NONE, null))
        .hasMessageStartingWith("Prometheus has no instance in the 3d4h before ");
  }

  @Test
  void a_range_that_exceeds_the_heap_is_not_queried() {
    config = SmallDetector.withHistory("30d", "max_instances: 5000\n");
    for (int i = 0; i < 5_000; i++) {
      prometheus.put(found("30d2h"), Labels.of("instance", "h" + i, "job", "node"), time -> 72.0);
    }
    prometheus.asked();

    assertThatThrownBy(this::backtest)
        .isInstanceOf(HistoryTooLargeException.class)
        .hasMessageContaining("-Xmx");

    assertThat(prometheus.asked()).noneMatch(request -> request.contains(" to "));
  }

  /** Cancelling a run interrupts its thread. */
  @Test
  void an_interrupt_ends_a_training_and_the_progress_is_in_words() {
    List<String> stages = new ArrayList<>();
    Stages interrupting =
        new Stages(
            (text, done) -> {
              stages.add(text + " " + done);
              if (text.startsWith("training")) {
                Thread.currentThread().interrupt();
              }
            });

    assertThatThrownBy(() -> backtest(START, Exemptions.NONE, null, interrupting))
        .isInstanceOf(TrainingStoppedException.class);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(stages)
        .containsExactly(
            "querying Prometheus for 6h of history of 2 instances NaN", "training 1 of 1 0.0");
  }

  @Test
  void a_prometheus_that_hangs_or_fails_ends_it() {
    prometheus.fail(SmallDetector.CPU, 503, "gone");
    assertThatThrownBy(this::backtest).isInstanceOf(RequestException.class);

    prometheus.fail(SmallDetector.CPU, FakePrometheus.HANGS, "");
    assertThatThrownBy(this::backtest)
        .isInstanceOf(RequestException.class)
        .hasMessageContaining("timeout");
  }
}
