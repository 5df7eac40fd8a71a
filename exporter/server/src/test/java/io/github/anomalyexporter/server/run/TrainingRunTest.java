package io.github.anomalyexporter.server.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.anomalyexporter.server.FakePrometheus;
import io.github.anomalyexporter.server.SmallDetector;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.exemption.Exemptions;
import io.github.anomalyexporter.server.prometheus.PrometheusClient;
import io.github.anomalyexporter.server.run.Trainings.Report;
import io.github.anomalyexporter.server.run.Trainings.Result;
import io.github.anomalyexporter.server.store.LoadedModel;
import io.github.anomalyexporter.server.store.Manifest;
import io.github.anomalyexporter.server.store.ModelStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingRunTest {
  private static final DetectorConfig CONFIG = SmallDetector.config();

  /** How Prometheus is asked for the lengths of histories: points five minutes apart. */
  private static final String HISTORIES =
      "count_over_time((" + SmallDetector.INSTANCES + ")[4h:5m])";

  private static final Instant START = SmallDetector.NOW.plus(CONFIG.timing().queryOffset());

  @TempDir Path storage;
  private final RecordingObserver observer = new RecordingObserver();
  private DetectorState state = new DetectorState(CONFIG);
  private FakePrometheus prometheus;
  private PrometheusClient client;
  private ModelStore store;
  private RunBoundary run;
  private Instant now = START;
  private double points;

  @BeforeEach
  void start() throws IOException {
    prometheus = new FakePrometheus();
    prometheus.putHosts();
    prometheus.put(HISTORIES, SmallDetector.WEB, time -> points);
    prometheus.put(HISTORIES, SmallDetector.DB, time -> 48.0);
    client = prometheus.client();
    store = new ModelStore(storage, CONFIG.name(), 5, CONFIG.type());
    store.prepare();
    run = run(CONFIG);
  }

  private RunBoundary run(DetectorConfig config) {
    return new RunBoundary(
        config.name(), RunKind.TRAINING, training(config), observer, this::nanoTime);
  }

  private TrainingRun training(DetectorConfig config) {
    return SmallRuns.training(
        new RunningDetector(state, Exemptions.NONE),
        new PrometheusSource(state, client),
        SmallDetector.training(config),
        store,
        observer,
        new Clocks(() -> now, this::nanoTime));
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

  private void runAt(Instant time) throws InterruptedException {
    now = time;
    run.run(time);
  }

  private String serving() {
    return state.model().manifest().map(Manifest::version).orElse("none");
  }

  @Test
  void with_too_little_history_nothing_is_asked_but_how_much_there_is()
      throws InterruptedException {
    prometheus.remove(SmallDetector.DB);
    // Two hours are 24 points.
    points = 23;

    runAt(START);

    assertThat(prometheus.asked()).containsExactly(HISTORIES + " 2026-03-02T12:00:00Z");
    assertThat(serving()).isEqualTo("none");
    assertThat(observer.ended).containsExactly("training");
    assertThat(observer.stages).isEmpty();
  }

  @Test
  void the_first_training_comes_as_soon_as_one_host_has_enough() throws InterruptedException {
    points = 23;

    runAt(START);

    assertThat(observer.failed).isEmpty();
    assertThat(observer.stages)
        .containsExactly(
            "training query",
            "training exempt",
            "training train",
            "training accept",
            "training store");
    assertThat(prometheus.asked())
        .containsExactly(
            HISTORIES + " 2026-03-02T12:00:00Z",
            SmallDetector.CPU + " 2026-03-02T07:59:00Z to 2026-03-02T12:00:00Z",
            SmallDetector.MEMORY + " 2026-03-02T07:59:00Z to 2026-03-02T12:00:00Z");
    assertThat(serving()).isEqualTo("20260302T120015Z");
    assertThat(state.model().manifest().orElseThrow().rows())
        .extracting(Manifest.Row::instance)
        .containsExactly(Map.of(), SmallDetector.DB.asMap());
    assertThat(store.list((path, reason) -> {})).hasSize(1);
    assertThat(state.samples()).isEqualTo(2 * 242);
  }

  @Test
  void with_a_model_it_is_looked_again_only_minutes_later() throws InterruptedException {
    points = 48;
    runAt(START);
    prometheus.asked();

    runAt(START.plus(Duration.ofMinutes(4)));
    assertThat(prometheus.asked()).isEmpty();
    runAt(START.plus(Duration.ofMinutes(5)));
    assertThat(prometheus.asked()).containsExactly(HISTORIES + " 2026-03-02T12:05:00Z");
    assertThat(serving()).isEqualTo("20260302T120015Z");
  }

  @Test
  void it_is_looked_again_as_soon_as_a_training_interval_is_over() throws InterruptedException {
    state.close();
    DetectorConfig config = SmallDetector.config("training_interval: 1m");
    state = new DetectorState(config);
    run = run(config);
    points = 48;
    runAt(START);

    runAt(START.plus(Duration.ofSeconds(50)));
    assertThat(store.list((path, reason) -> {})).hasSize(1);
    runAt(START.plus(Duration.ofSeconds(60)));
    assertThat(store.list((path, reason) -> {})).hasSize(2);
  }

  @Test
  void a_host_that_reaches_the_minimum_is_trained_into_the_model() throws InterruptedException {
    points = 23;
    runAt(START);
    points = 24;
    Instant trainedAll = state.model().manifest().orElseThrow().provenance().trainedAll();

    runAt(START.plus(Duration.ofMinutes(5)));

    Manifest manifest = state.model().manifest().orElseThrow();
    assertThat(manifest.version()).isEqualTo("20260302T120515Z");
    assertThat(manifest.rows()).hasSize(3);
    assertThat(manifest.provenance().trainedAll()).isEqualTo(trainedAll);
  }

  @Test
  void all_are_trained_again_at_the_training_interval() throws InterruptedException {
    points = 48;
    runAt(START);

    runAt(START.plus(CONFIG.history().trainingInterval()));

    assertThat(serving()).isEqualTo("20260303T120015Z");
    assertThat(store.list((path, reason) -> {})).hasSize(2);
  }

  private Trainings.Ended last() {
    return Objects.requireNonNull(state.trainings().status().last());
  }

  @Test
  void a_training_on_request_trains_all_again_and_records_how_it_ended()
      throws InterruptedException {
    points = 48;
    runAt(START);
    Instant asked = START.plus(Duration.ofMinutes(1));

    Trainings.Status requested = state.trainings().request(asked);
    assertThat(requested.requestedAt()).isEqualTo(asked);
    runAt(asked);

    assertThat(serving()).isEqualTo("20260302T120115Z");
    assertThat(state.trainings().status().requestedAt()).isNull();
    assertThat(last())
        .isEqualTo(
            new Trainings.Ended(
                asked, asked, new Report(Result.ACCEPTED, null, "20260302T120115Z", 2, 0)));
    prometheus.asked();
    runAt(asked.plus(Duration.ofMinutes(1)));
    assertThat(prometheus.asked()).as("it was requested once").isEmpty();
  }

  @Test
  void a_scheduled_training_is_recorded_too() throws InterruptedException {
    points = 23;

    runAt(START);

    assertThat(last().report())
        .isEqualTo(new Report(Result.ACCEPTED, null, "20260302T120015Z", 1, 0));
  }

  @Test
  void a_second_request_is_refused_until_the_first_has_ended() throws InterruptedException {
    points = 48;
    state.trainings().request(START);

    assertThatThrownBy(() -> state.trainings().request(START))
        .isInstanceOf(BusyException.class)
        .hasMessage(
            "a training was requested at 2026-03-02T12:00:15Z; try again when it has ended");
    state
        .trainings()
        .run(
            watch -> {
              assertThatThrownBy(() -> state.trainings().whileIdle(() -> "changed"))
                  .isInstanceOf(BusyException.class)
                  .hasMessageStartingWith("a training is running since 2026-03-02T12:00:15Z");
              return Report.failed("of no interest");
            },
            () -> START);

    assertThat(state.trainings().whileIdle(() -> "changed")).isEqualTo("changed");
  }

  @Test
  void a_request_without_enough_history_says_so() throws InterruptedException {
    prometheus.remove(SmallDetector.DB);
    points = 23;
    state.trainings().request(START);

    runAt(START);

    assertThat(observer.failed).isEmpty();
    assertThat(last().report())
        .isEqualTo(
            new Report(Result.NOT_TRAINED, "no instance has min_history of history", null, 0, 0));
  }

  @Test
  void a_request_ends_the_pause_after_a_failure_and_its_own_failure_is_recorded()
      throws InterruptedException {
    points = 48;
    prometheus.fail(SmallDetector.CPU, 500, "down");
    runAt(START);
    assertThat(last().report().result()).isEqualTo(Result.FAILED);
    state.trainings().request(START);

    runAt(START.plusSeconds(1));

    assertThat(observer.failed).containsExactly("training server", "training server");
    assertThat(last().startedAt()).isEqualTo(START.plusSeconds(1));
    assertThat(last().report().reason()).contains("HTTP 500").contains("down");
    prometheus.heal();
    state.trainings().request(START);
    runAt(START.plusSeconds(2));
    assertThat(serving()).isEqualTo("20260302T120017Z");
  }

  @Test
  void a_model_that_was_rolled_back_is_not_replaced_at_once() throws InterruptedException {
    points = 48;
    runAt(START);
    Instant second = START.plus(CONFIG.history().trainingInterval());
    runAt(second);
    store.rollback(SmallDetector.schema(CONFIG), null, null);
    LoadedModel loaded =
        store.load(SmallDetector.schema(CONFIG), (path, reason) -> {}).orElseThrow();
    state.serve(CONFIG.training().open(loaded.trained()), loaded.manifest());

    runAt(second.plus(Duration.ofHours(1)));
    assertThat(serving()).isEqualTo("20260302T120015Z");

    runAt(second.plus(CONFIG.history().trainingInterval()));
    assertThat(serving()).isEqualTo("20260304T120015Z");
  }

  @Test
  void a_clock_that_is_set_back_does_not_hold_up_training() throws InterruptedException {
    points = 48;
    runAt(START);

    runAt(START.minus(Duration.ofDays(365)));

    assertThat(observer.failed).isEmpty();
    assertThat(store.list((path, reason) -> {})).hasSize(2);
    assertThat(serving()).isEqualTo("20260302T120016Z");
    assertThat(state.model().manifest().orElseThrow().provenance().trainedAll())
        .isEqualTo(START.minus(Duration.ofDays(365)));
  }

  @Test
  void a_failure_leaves_the_model_in_place_and_is_tried_again() throws InterruptedException {
    points = 48;
    runAt(START);
    prometheus.fail(SmallDetector.CPU, 500, "down");
    Instant due = START.plus(CONFIG.history().trainingInterval());
    runAt(due);

    assertThat(observer.failed).containsExactly("training server");
    assertThat(serving()).isEqualTo("20260302T120015Z");
    assertThat(state.model().score(SmallDetector.window(CONFIG)).score(0)).isPositive();

    prometheus.heal();
    runAt(due.plus(Duration.ofMinutes(1)));
    assertThat(serving()).isEqualTo("20260303T120115Z");
  }

  @Test
  void an_error_of_the_source_for_a_moment_leaves_no_feature_out() throws InterruptedException {
    points = 48;
    runAt(START);
    prometheus.fail(
        SmallDetector.CPU,
        422,
        "{\"status\":\"error\",\"errorType\":\"execution\",\"error\":\"expanding series\"}");

    runAt(START.plus(CONFIG.history().trainingInterval()));

    assertThat(observer.failed).containsExactly("training server");
    assertThat(serving()).isEqualTo("20260302T120015Z");
  }

  @Test
  void a_feature_that_is_missing_everywhere_and_was_there_is_not_forgotten()
      throws InterruptedException {
    points = 48;
    runAt(START);
    prometheus.put(SmallDetector.MEMORY, SmallDetector.WEB, time -> Double.NaN);
    prometheus.put(SmallDetector.MEMORY, SmallDetector.DB, time -> Double.NaN);

    runAt(START.plus(CONFIG.history().trainingInterval()));

    assertThat(observer.failed).containsExactly("training missing_feature");
    assertThat(serving()).isEqualTo("20260302T120015Z");
  }

  @Test
  void a_feature_is_forgotten_where_that_is_asked_for() throws InterruptedException {
    points = 48;
    runAt(START);
    prometheus.put(SmallDetector.MEMORY, SmallDetector.WEB, time -> Double.NaN);
    prometheus.put(SmallDetector.MEMORY, SmallDetector.DB, time -> Double.NaN);
    now = START.plus(CONFIG.history().trainingInterval());

    assertThatThrownBy(() -> training(CONFIG).trainNow(false, TrainingWatch.SILENT))
        .isInstanceOf(LostFeaturesException.class)
        .hasMessageContaining("no instance has memory in the history")
        .hasMessageContaining("--allow-missing-features");
    training(CONFIG).trainNow(true, TrainingWatch.SILENT);

    assertThat(serving()).isEqualTo("20260303T120015Z");
    assertThat(state.model().score(SmallDetector.window(CONFIG)).coverage(0))
        .as("the model does not know what the configuration expects")
        .isCloseTo(2 / 3f, within(1e-6f));
  }

  @Test
  void a_feature_that_one_host_still_has_is_not_lost() throws InterruptedException {
    points = 48;
    runAt(START);
    prometheus.put(SmallDetector.MEMORY, SmallDetector.WEB, time -> Double.NaN);

    runAt(START.plus(CONFIG.history().trainingInterval()));

    assertThat(observer.failed).isEmpty();
    assertThat(serving()).isEqualTo("20260303T120015Z");
  }

  @Test
  void a_model_that_cannot_be_stored_does_not_serve() throws Exception {
    points = 48;
    runAt(START);
    Instant due = START.plus(CONFIG.history().trainingInterval());
    Files.writeString(storage.resolve("node/.unfinished-20260303T120015Z"), "in the way");

    runAt(due);

    assertThat(observer.failed).containsExactly("training storage");
    assertThat(serving()).isEqualTo("20260302T120015Z");
    assertThat(state.model().score(SmallDetector.window(CONFIG)).score(0)).isPositive();
  }

  @Test
  void a_training_that_fails_again_and_again_asks_for_the_history_less_and_less_often()
      throws InterruptedException {
    points = 48;
    prometheus.fail(SmallDetector.MEMORY, 500, "too much");
    List<Integer> tried = new ArrayList<>();
    for (int minute = 0; minute <= 240; minute++) {
      runAt(START.plus(Duration.ofMinutes(minute)));
      if (prometheus.asked().stream().anyMatch(it -> it.startsWith(SmallDetector.CPU))) {
        tried.add(minute);
      }
    }

    assertThat(tried).containsExactly(0, 1, 3, 7, 15, 31, 63, 123, 183);
    assertThat(observer.failed).hasSize(9).containsOnly("training server");
    prometheus.heal();
    runAt(START.plus(Duration.ofMinutes(243)));
    assertThat(serving()).isEqualTo("20260302T160315Z");

    prometheus.fail(SmallDetector.MEMORY, 500, "too much");
    Instant due = now.plus(CONFIG.history().trainingInterval());
    runAt(due);
    prometheus.heal();
    runAt(due.plus(Duration.ofMinutes(1)));
    assertThat(serving()).isEqualTo("20260303T160415Z");
  }

  @Test
  void a_check_that_fails_before_the_history_is_asked_for_is_repeated_every_five_minutes()
      throws InterruptedException {
    points = 48;
    prometheus.fail(FakePrometheus.EVERYTHING, 500, "down");
    List<Integer> tried = new ArrayList<>();
    for (int minute = 0; minute <= 20; minute++) {
      runAt(START.plus(Duration.ofMinutes(minute)));
      if (!prometheus.asked().isEmpty()) {
        tried.add(minute);
      }
    }

    assertThat(tried).containsExactly(0, 1, 3, 7, 12, 17);
  }

  @Test
  void the_history_is_not_asked_for_while_the_storage_cannot_be_written_to() throws Exception {
    points = 48;
    runAt(START);
    prometheus.asked();
    Path node = storage.resolve("node");
    Path aside = storage.resolve("aside");
    Files.move(node, aside);
    Files.writeString(node, "a file where the directory was");
    Instant due = START.plus(CONFIG.history().trainingInterval());

    runAt(due);

    assertThat(observer.failed).containsExactly("training storage");
    assertThat(prometheus.asked()).containsExactly(HISTORIES + " 2026-03-03T12:00:00Z");
    assertThat(serving()).isEqualTo("20260302T120015Z");
    Files.delete(node);
    Files.move(aside, node);
    runAt(due.plus(Duration.ofMinutes(1)));
    assertThat(serving()).isEqualTo("20260303T120115Z");
  }

  @Test
  void no_matching_instance_is_no_failure() throws InterruptedException {
    prometheus.remove(SmallDetector.WEB);
    prometheus.remove(SmallDetector.DB);

    runAt(START);

    assertThat(observer.ended).containsExactly("training");
    assertThat(serving()).isEqualTo("none");
  }
}
