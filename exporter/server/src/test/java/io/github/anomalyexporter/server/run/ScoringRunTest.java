package io.github.anomalyexporter.server.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.anomalyexporter.core.detector.InstanceReading;
import io.github.anomalyexporter.core.detector.KnownInstance;
import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.core.score.InstanceState;
import io.github.anomalyexporter.core.score.ThresholdRaise;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.server.FakePrometheus;
import io.github.anomalyexporter.server.SmallDetector;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.discovery.RecordedFeature;
import io.github.anomalyexporter.server.exemption.Exemption;
import io.github.anomalyexporter.server.exemption.ExemptionReason;
import io.github.anomalyexporter.server.prometheus.PrometheusClient;
import io.github.anomalyexporter.server.recent.Anomaly;
import io.github.anomalyexporter.server.recent.ScorePoint;
import io.github.anomalyexporter.server.store.ModelStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScoringRunTest {
  private static final DetectorConfig CONFIG = SmallDetector.config();
  private static final Duration STEP = CONFIG.timing().step();
  private static final Duration INTERVAL = CONFIG.timing().scoringInterval();
  private static TrainedDetector trained;

  /** The run that is scheduled then looks at the window that ends at {@link SmallDetector#NOW}. */
  private static final Instant START = SmallDetector.NOW.plus(CONFIG.timing().queryOffset());

  @TempDir Path storage;
  private final RecordingObserver observer = new RecordingObserver();
  private final DetectorState state = new DetectorState(CONFIG);
  private FakePrometheus prometheus;
  private PrometheusClient client;
  private ModelStore store;
  private RunBoundary run;
  private Instant now = START;

  @BeforeAll
  static void train() {
    trained = SmallDetector.train(CONFIG);
  }

  @BeforeEach
  void start() throws IOException {
    prometheus = new FakePrometheus();
    prometheus.putHosts();
    client = prometheus.client();
    store = new ModelStore(storage, CONFIG.name(), 5, CONFIG.type());
    store.prepare();
    run =
        new RunBoundary(
            CONFIG.name(),
            RunKind.SCORING,
            SmallRuns.scoring(
                state, client, store, observer, new Clocks(() -> now, this::nanoTime)),
            observer,
            this::nanoTime);
  }

  private long nanoTime() {
    return Duration.between(START, now).toNanos();
  }

  @AfterEach
  void stop() {
    client.close();
    prometheus.close();
    state.close();
  }

  private void serveModel() {
    state.serve(
        SmallDetector.open(CONFIG, trained), SmallRuns.manifest(CONFIG, "20260302T120000Z"));
  }

  private void runAt(Instant time) throws InterruptedException {
    now = time;
    run.run(time);
  }

  private Map<Labels, InstanceReading> board() {
    return state.board().read(now).stream()
        .collect(Collectors.toMap(InstanceReading::instance, reading -> reading));
  }

  private InstanceReading reading(Labels instance) {
    return Objects.requireNonNull(board().get(instance));
  }

  private InstanceReading web() {
    return reading(SmallDetector.WEB);
  }

  @Test
  void the_first_run_asks_once_for_the_instances_and_once_for_each_feature()
      throws InterruptedException {
    runAt(START);

    assertThat(prometheus.asked())
        .containsExactly(
            SmallDetector.CPU + " 2026-03-02T10:19:00Z to 2026-03-02T12:00:00Z",
            SmallDetector.INSTANCES + " 2026-03-02T12:00:00Z",
            SmallDetector.MEMORY + " 2026-03-02T10:19:00Z to 2026-03-02T12:00:00Z");
  }

  @Test
  void a_run_of_a_phase_that_was_seen_asks_for_the_new_row_only() throws InterruptedException {
    runAt(START);
    runAt(START.plus(INTERVAL));
    prometheus.asked();

    runAt(START.plus(STEP));
    assertThat(prometheus.asked()).containsExactly(rowAt("2026-03-02T12:01:00Z"));
    runAt(START.plus(STEP).plus(INTERVAL));
    assertThat(prometheus.asked()).containsExactly(rowAt("2026-03-02T12:01:15Z"));
  }

  private static String[] rowAt(String time) {
    return new String[] {
      SmallDetector.CPU + " " + time,
      SmallDetector.INSTANCES + " " + time,
      SmallDetector.MEMORY + " " + time
    };
  }

  @Test
  void another_phase_has_rows_of_its_own() throws InterruptedException {
    runAt(START);
    prometheus.asked();

    runAt(START.plus(INTERVAL));

    assertThat(prometheus.asked())
        .contains(SmallDetector.CPU + " 2026-03-02T10:19:15Z to 2026-03-02T12:00:15Z");
  }

  @Test
  void a_run_that_starts_late_looks_at_the_window_it_was_to() throws InterruptedException {
    runAt(START.plus(Duration.ofMillis(14_999)));

    assertThat(state.lastScoring()).contains(SmallDetector.NOW);
  }

  @Test
  void rows_that_a_failure_has_cost_are_asked_for_again() throws InterruptedException {
    runAt(START);
    prometheus.fail(FakePrometheus.EVERYTHING, 500, "down");
    runAt(START.plus(STEP));
    prometheus.heal();
    prometheus.asked();

    runAt(START.plus(STEP.multipliedBy(2)));

    assertThat(prometheus.asked())
        .contains(SmallDetector.CPU + " 2026-03-02T12:01:00Z to 2026-03-02T12:02:00Z");
    assertThat(observer.failed).containsExactly("scoring server");
    assertThat(observer.ended).hasSize(2);
  }

  @Test
  void the_active_model_scores_all_instances() throws InterruptedException {
    serveModel();

    runAt(START);

    assertThat(board().values())
        .hasSize(2)
        .allSatisfy(reading -> assertThat(reading.state()).isEqualTo(InstanceState.OK))
        .allSatisfy(reading -> assertThat(reading.score()).isBetween(0.0, 1.0))
        .allSatisfy(reading -> assertThat(reading.coverage()).isEqualTo(1));
    assertThat(state.samples()).isEqualTo(4);
    assertThat(observer.stages)
        .containsExactly("scoring discover", "scoring query", "scoring score");
  }

  @Test
  void without_a_model_no_instance_has_a_score() throws InterruptedException {
    runAt(START);

    assertThat(web().state()).isEqualTo(InstanceState.NO_MODEL);
    assertThat(web().hasScore()).isFalse();
  }

  @Test
  void a_feature_that_drops_to_zero_is_an_anomaly_that_names_it() throws InterruptedException {
    serveModel();
    prometheus.put(SmallDetector.MEMORY, SmallDetector.WEB, time -> 0.0);

    runAt(START);

    assertThat(web().score()).isGreaterThan(1);
    assertThat(web().worst().get(0).feature()).isEqualTo("memory");
  }

  @Test
  void each_score_and_anomaly_is_remembered() throws InterruptedException {
    serveModel();
    prometheus.put(SmallDetector.MEMORY, SmallDetector.WEB, time -> 0.0);

    runAt(START);
    runAt(START.plus(STEP));

    List<ScorePoint> scores =
        state
            .recentScores()
            .read(SmallDetector.WEB, TimeRange.endingAt(SmallDetector.NOW.plus(STEP), STEP, 5));
    assertThat(scores)
        .hasSize(2)
        .allSatisfy(it -> assertThat(it.isAnomalous()).isTrue())
        .last()
        .satisfies(it -> assertThat(it.score()).isCloseTo(web().score(), within(1e-4)));
    Anomaly anomaly = state.recentAnomalies().all().get(0);
    assertThat(state.recentAnomalies().all()).hasSize(1);
    assertThat(anomaly.begin()).isEqualTo(SmallDetector.NOW);
    assertThat(anomaly.last()).isEqualTo(SmallDetector.NOW.plus(STEP));
    assertThat(anomaly.features().get(0).feature()).isEqualTo("memory");
  }

  @Test
  void an_instance_without_a_new_score_has_no_new_point() throws InterruptedException {
    serveModel();
    runAt(START);
    prometheus.remove(SmallDetector.WEB);

    runAt(START.plus(STEP));

    assertThat(
            state
                .recentScores()
                .read(SmallDetector.WEB, TimeRange.endingAt(SmallDetector.NOW.plus(STEP), STEP, 5)))
        .extracting(ScorePoint::time)
        .containsExactly(SmallDetector.NOW);
  }

  @Test
  void an_anomaly_of_a_silenced_host_does_not_raise_its_threshold() throws InterruptedException {
    serveModel();
    prometheus.put(SmallDetector.MEMORY, SmallDetector.WEB, time -> 0.0);
    Exemption silence =
        new Exemption(
            SmallDetector.WEB,
            ExemptionReason.SILENCE,
            START.minus(INTERVAL),
            START.plus(INTERVAL));
    ScoringRun silenced =
        SmallRuns.scoring(
            new RunningDetector(state, StatedExemptions.of(silence)),
            client,
            store,
            observer,
            new Clocks(() -> now, this::nanoTime));

    now = START;
    silenced.run(START);
    assertThat(web().score()).isGreaterThan(1);
    assertThat(raiseOfWeb().anomaly()).isNull();
    assertThat(state.recentAnomalies().all().get(0).suppressed())
        .containsExactly(ExemptionReason.SILENCE);
    now = START.plus(INTERVAL);
    silenced.run(now);

    assertThat(raiseOfWeb().anomaly()).as("after the silence").isNotNull();
  }

  private ThresholdRaise raiseOfWeb() {
    return Objects.requireNonNull(state.board().known().get(SmallDetector.WEB)).raise();
  }

  @Test
  void a_feature_whose_expression_is_rejected_is_masked_and_the_others_are_scored()
      throws InterruptedException {
    serveModel();
    prometheus.reject(SmallDetector.MEMORY);

    runAt(START);

    assertThat(web().state()).isEqualTo(InstanceState.OK);
    assertThat(web().hasScore()).isTrue();
    assertThat(web().coverage()).isCloseTo(2 / 3.0, within(1e-6));
    assertThat(observer.failed).isEmpty();
  }

  @Test
  void with_too_little_left_there_is_no_score() throws InterruptedException {
    serveModel();
    prometheus.reject(SmallDetector.CPU);

    runAt(START);

    assertThat(web().state()).isEqualTo(InstanceState.INSUFFICIENT_DATA);
    assertThat(web().hasScore()).isFalse();
  }

  @Test
  void a_run_fails_where_every_expression_is_rejected() throws InterruptedException {
    prometheus.reject(SmallDetector.CPU);
    prometheus.reject(SmallDetector.MEMORY);

    runAt(START);

    assertThat(observer.failed).containsExactly("scoring rejected");
  }

  @ParameterizedTest
  @CsvSource({
    "500, down, server",
    "503, down, server",
    "401, who, unauthorized",
    "200, <html>a portal</html>, malformed",
    "200, '{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{', malformed",
    "0, hangs, timeout",
  })
  void what_prometheus_does_wrong_has_a_category(int status, String body, String category)
      throws InterruptedException {
    prometheus.fail(FakePrometheus.EVERYTHING, status, body);

    runAt(START);

    assertThat(observer.failed).containsExactly("scoring " + category);
    assertThat(state.lastScoring()).isEmpty();
  }

  @Test
  void a_host_that_an_incomplete_answer_lacks_has_not_vanished() throws InterruptedException {
    serveModel();
    runAt(START);
    prometheus.fail(
        SmallDetector.INSTANCES,
        200,
        "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[{\"metric\":"
            + "{\"instance\":\"db-1:9100\",\"job\":\"node\"},\"value\":[0,\"1\"]}]},\"warnings\":"
            + "[\"receive series from Addr: store-b:10901: rpc error: code = Unavailable\"]}");

    runAt(START.plus(INTERVAL));

    assertThat(observer.failed).containsExactly("scoring incomplete");
    assertThat(web().state()).isEqualTo(InstanceState.OK);
    runAt(START.plus(INTERVAL.multipliedBy(5)));
    assertThat(web().state()).isEqualTo(InstanceState.STALE);
  }

  @Test
  void an_expression_that_worked_before_is_not_masked_by_a_failing_store()
      throws InterruptedException {
    serveModel();
    runAt(START);
    prometheus.fail(
        SmallDetector.MEMORY,
        422,
        "{\"status\":\"error\",\"errorType\":\"execution\",\"error\":\"expanding series\"}");

    runAt(START.plus(INTERVAL));
    assertThat(observer.failed).containsExactly("scoring server");
    prometheus.heal();
    runAt(START.plus(STEP));

    assertThat(web().coverage()).isEqualTo(1);
  }

  @Test
  void a_prometheus_that_is_gone_has_a_category() throws InterruptedException {
    prometheus.close();

    runAt(START);

    assertThat(observer.failed).containsExactly("scoring connection");
  }

  @Test
  void an_expression_that_tells_more_than_instances_apart_has_a_category()
      throws InterruptedException {
    prometheus.put(
        SmallDetector.CPU,
        Labels.of("instance", "web-1:9100", "job", "node", "mode", "idle"),
        time -> 0.5);

    runAt(START);

    assertThat(observer.failed).containsExactly("scoring ambiguous");
  }

  @Test
  void while_prometheus_is_down_scores_expire() throws InterruptedException {
    serveModel();
    runAt(START);
    prometheus.fail(FakePrometheus.EVERYTHING, 500, "down");

    runAt(START.plus(INTERVAL.multipliedBy(4)));
    assertThat(web().hasScore()).isTrue();
    runAt(START.plus(INTERVAL.multipliedBy(5)));

    assertThat(web().state()).isEqualTo(InstanceState.STALE);
    assertThat(web().hasScore()).isFalse();
  }

  @Test
  void a_host_that_disappears_has_vanished_and_comes_back() throws InterruptedException {
    serveModel();
    runAt(START);
    prometheus.remove(SmallDetector.WEB);
    runAt(START.plus(INTERVAL));

    assertThat(web().state()).isEqualTo(InstanceState.VANISHED);
    assertThat(web().hasScore()).isFalse();
    assertThat(reading(SmallDetector.DB).state()).isEqualTo(InstanceState.OK);

    prometheus.putHosts();
    runAt(START.plus(INTERVAL.multipliedBy(2)));
    assertThat(web().state()).isEqualTo(InstanceState.OK);
  }

  /** The series of a host, from a time on, anomalous by so much memory. */
  private void putHost(Labels host, Instant from, double factor) {
    Labels like = SmallDetector.WEB;
    prometheus.put(SmallDetector.INSTANCES, host, time -> time.isBefore(from) ? Double.NaN : 1.0);
    prometheus.put(
        SmallDetector.CPU,
        host,
        time -> time.isBefore(from) ? Double.NaN : SmallDetector.cpu(like, time));
    prometheus.put(
        SmallDetector.MEMORY,
        host,
        time -> time.isBefore(from) ? Double.NaN : factor * SmallDetector.memory(like, time));
  }

  @Test
  void a_host_that_is_back_is_scored_by_the_rows_that_it_had_meanwhile()
      throws InterruptedException {
    serveModel();
    putHost(SmallDetector.WEB, Instant.MIN, 3);
    runAt(START);
    prometheus.remove(SmallDetector.WEB);
    for (int run = 1; run <= 8; run++) {
      runAt(START.plus(INTERVAL.multipliedBy(run)));
    }
    assertThat(web().state()).isEqualTo(InstanceState.VANISHED);

    putHost(SmallDetector.WEB, Instant.MIN, 3);
    for (int run = 9; run <= 16; run++) {
      runAt(START.plus(INTERVAL.multipliedBy(run)));
      assertThat(web().state()).isEqualTo(InstanceState.OK);
      assertThat(web().coverage()).isEqualTo(1);
      assertThat(web().score()).as("run %d", run).isGreaterThan(1);
    }
  }

  @Test
  void a_host_that_one_run_did_not_find_is_scored_as_before_when_that_phase_comes_round()
      throws InterruptedException {
    serveModel();
    putHost(SmallDetector.WEB, Instant.MIN, 3);
    for (int run = 0; run < 4; run++) {
      runAt(START.plus(INTERVAL.multipliedBy(run)));
    }
    prometheus.remove(SmallDetector.WEB);
    runAt(START.plus(INTERVAL.multipliedBy(4)));
    putHost(SmallDetector.WEB, Instant.MIN, 3);
    for (int run = 5; run <= 12; run++) {
      runAt(START.plus(INTERVAL.multipliedBy(run)));
      assertThat(web().score()).as("run %d", run).isGreaterThan(1);
    }
    prometheus.asked();

    runAt(START.plus(INTERVAL.multipliedBy(13)));
    assertThat(prometheus.asked()).as("nothing is asked for twice").hasSize(3);
  }

  @Test
  void a_new_host_that_is_anomalous_from_its_first_row_is_never_shown_with_a_low_score()
      throws InterruptedException {
    serveModel();
    Labels fresh = Labels.of("instance", "web-2:9100", "job", "node");
    runAt(START);
    putHost(fresh, SmallDetector.NOW.plus(INTERVAL), 3);

    for (int run = 1; run <= 24; run++) {
      runAt(START.plus(INTERVAL.multipliedBy(run)));
      InstanceReading reading = reading(fresh);
      if (run <= 8) {
        assertThat(reading.state()).isEqualTo(InstanceState.INSUFFICIENT_DATA);
        assertThat(reading.hasScore()).isFalse();
      } else if (run > 16) {
        // Until then its change over two minutes is missing.
        assertThat(reading.state()).isEqualTo(InstanceState.WARMING_UP);
      }
      if (reading.hasScore()) {
        assertThat(reading.score()).as("run %d", run).isGreaterThan(1);
      }
    }
  }

  @Test
  void of_a_host_that_prometheus_has_no_more_rows_of_one_query_says_so()
      throws InterruptedException {
    Labels fresh = Labels.of("instance", "web-2:9100", "job", "node");
    runAt(START);
    putHost(fresh, SmallDetector.NOW.plus(STEP), 1);
    prometheus.asked();

    runAt(START.plus(STEP));
    assertThat(prometheus.asked())
        .containsExactly(
            SmallDetector.CPU + " 2026-03-02T12:01:00Z",
            SmallDetector.INSTANCES + " 2026-03-02T10:20:00Z to 2026-03-02T12:00:00Z",
            SmallDetector.INSTANCES + " 2026-03-02T12:01:00Z",
            SmallDetector.MEMORY + " 2026-03-02T12:01:00Z");
  }

  @Test
  void rows_of_a_feature_that_had_no_answer_are_asked_for_again() throws InterruptedException {
    serveModel();
    putHost(SmallDetector.WEB, Instant.MIN, 3);
    prometheus.reject(SmallDetector.MEMORY);
    runAt(START);
    runAt(START.plus(STEP));
    prometheus.heal();
    prometheus.asked();

    runAt(START.plus(STEP.multipliedBy(2)));

    assertThat(prometheus.asked())
        .filteredOn(request -> !request.contains(RecordedFeature.LABEL))
        .containsExactly(
            SmallDetector.CPU + " 2026-03-02T12:02:00Z",
            SmallDetector.INSTANCES + " 2026-03-02T12:02:00Z",
            SmallDetector.MEMORY + " 2026-03-02T10:21:00Z to 2026-03-02T12:01:00Z",
            SmallDetector.MEMORY + " 2026-03-02T12:02:00Z");
    assertThat(web().coverage()).isEqualTo(1);
    assertThat(web().score()).isGreaterThan(1);
  }

  @Test
  void a_selector_without_matching_instances_is_no_failure() throws InterruptedException {
    prometheus.remove(SmallDetector.WEB);
    prometheus.remove(SmallDetector.DB);

    runAt(START);

    assertThat(observer.ended).containsExactly("scoring");
    assertThat(board()).isEmpty();
    assertThat(prometheus.asked())
        .containsExactly(SmallDetector.INSTANCES + " 2026-03-02T12:00:00Z");
  }

  @Test
  void a_new_host_is_scored_by_the_model_of_the_fleet() throws InterruptedException {
    serveModel();
    Labels fresh = Labels.of("instance", "web-2:9100", "job", "node");
    prometheus.put(SmallDetector.INSTANCES, fresh, time -> 1.0);
    prometheus.put(SmallDetector.CPU, fresh, time -> SmallDetector.cpu(SmallDetector.WEB, time));
    prometheus.put(
        SmallDetector.MEMORY, fresh, time -> SmallDetector.memory(SmallDetector.WEB, time));

    runAt(START);

    assertThat(reading(fresh).state()).isEqualTo(InstanceState.WARMING_UP);
    assertThat(reading(fresh).score()).isBetween(0.0, 1.0);
  }

  @Test
  void who_was_seen_is_remembered_for_the_next_start() throws InterruptedException {
    runAt(START);

    assertThat(store.readKnownInstances())
        .containsOnlyKeys(SmallDetector.WEB, SmallDetector.DB)
        .containsEntry(SmallDetector.WEB, new KnownInstance(START, ThresholdRaise.NONE));
  }

  @Test
  void when_they_were_seen_is_remembered_every_ten_minutes() throws InterruptedException {
    runAt(START);
    runAt(START.plus(Duration.ofMinutes(9)));
    assertThat(store.readKnownInstances())
        .containsEntry(SmallDetector.WEB, new KnownInstance(START, ThresholdRaise.NONE));

    Instant later = START.plus(Duration.ofMinutes(10));
    runAt(later);

    assertThat(store.readKnownInstances())
        .containsEntry(SmallDetector.WEB, new KnownInstance(later, ThresholdRaise.NONE));
  }

  @Test
  void a_prometheus_that_hangs_for_half_an_hour_costs_the_scores_of_that_time_alone()
      throws InterruptedException {
    serveModel();
    runAt(START);
    prometheus.fail(FakePrometheus.EVERYTHING, FakePrometheus.HANGS, "");
    for (int minutes = 10; minutes <= 30; minutes += 10) {
      runAt(START.plus(Duration.ofMinutes(minutes)));
      assertThat(web().state()).isEqualTo(InstanceState.STALE);
    }
    prometheus.heal();

    runAt(START.plus(Duration.ofMinutes(31)));

    assertThat(observer.failed)
        .containsExactly("scoring timeout", "scoring timeout", "scoring timeout");
    assertThat(web().state()).isEqualTo(InstanceState.OK);
    assertThat(web().coverage()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT1H", "P30D", "-PT1H", "-P30D"})
  void after_a_jump_of_the_clock_the_next_run_scores_again(Duration jump)
      throws InterruptedException {
    serveModel();
    runAt(START);
    now = START.plus(jump);
    assertThat(web().state()).isEqualTo(InstanceState.STALE);

    runAt(now);

    assertThat(observer.failed).isEmpty();
    assertThat(web().state()).isEqualTo(InstanceState.OK);
    assertThat(web().hasScore()).isTrue();
  }

  @Test
  void a_storage_without_write_access_is_reported_and_scoring_continues()
      throws IOException, InterruptedException {
    serveModel();
    Path inTheWay = Files.createDirectory(storage.resolve("node/.instances.json.tmp"));

    runAt(START);
    runAt(START.plus(INTERVAL));

    assertThat(observer.failed).containsExactly("scoring storage", "scoring storage");
    assertThat(web().state()).isEqualTo(InstanceState.OK);
    assertThat(state.lastScoring()).contains(SmallDetector.NOW.plus(INTERVAL));

    Files.delete(inTheWay);
    runAt(START.plus(INTERVAL.multipliedBy(2)));
    assertThat(observer.failed).hasSize(2);
    assertThat(store.readKnownInstances()).hasSize(2);
  }
}
