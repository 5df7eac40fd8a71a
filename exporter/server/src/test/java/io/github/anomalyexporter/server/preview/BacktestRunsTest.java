package io.github.anomalyexporter.server.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.anomalyexporter.core.model.TrainingStoppedException;
import io.github.anomalyexporter.server.failure.UsageException;
import io.github.anomalyexporter.server.preview.BacktestRun.State;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The clock moves only as the test says, and runs end as it says. */
class BacktestRunsTest {
  private static final String REQUEST = "{\"detector\": \"node\", \"start\": \"1d\"}";

  private volatile Instant now = Instant.parse("2026-03-02T12:00:00Z");
  private final HeldRunner runner = new HeldRunner();
  @AutoClose private final BacktestRuns runs = new BacktestRuns(() -> runner, () -> now);

  private BacktestRun start() throws BadRequestException, TooManyRunsException {
    return runs.start(REQUEST.getBytes(StandardCharsets.UTF_8));
  }

  private BacktestRun find(BacktestRun run) {
    return runs.find(run.id()).orElseThrow();
  }

  private BacktestRun awaitState(BacktestRun run, State state) {
    await().until(() -> find(run).state() == state);
    return find(run);
  }

  private BacktestRun begun() throws Exception {
    BacktestRun run = start();
    runner.begun.take();
    return run;
  }

  @Test
  void a_run_waits_runs_and_has_a_result() throws Exception {
    BacktestRun queued = start();
    assertThat(queued.id()).isEqualTo("20260302T120000Z-1");
    assertThat(queued.state()).isEqualTo(State.QUEUED);
    assertThat(queued.created()).isEqualTo(now);
    assertThat(queued.request().start()).isEqualTo(now.minus(Duration.ofDays(1)));
    assertThat(runner.begun.take()).isSameAs(queued.request());

    BacktestRun running = find(queued);
    assertThat(running.state()).isEqualTo(State.RUNNING);
    assertThat(running.started()).isEqualTo(now);
    assertThat(running.progress()).isEqualTo(new BacktestRun.Progress("training 1 of 2", 0.25));
    assertThat(running.result()).isNull();

    Instant began = now;
    now = now.plusSeconds(90);
    runner.end(() -> "{\"trainings\":2}");
    BacktestRun ended = awaitState(queued, State.SUCCEEDED);
    assertThat(ended.result()).isEqualTo("{\"trainings\":2}");
    assertThat(ended.started()).isEqualTo(began);
    assertThat(ended.ended()).isEqualTo(now);
    assertThat(ended.progress()).isNull();
    assertThat(ended.error()).isNull();
  }

  @Test
  void one_runs_at_a_time_in_order_and_three_wait() throws Exception {
    BacktestRun first = begun();
    BacktestRun second = start();
    BacktestRun third = start();
    BacktestRun fourth = start();

    assertThatThrownBy(this::start)
        .isInstanceOf(TooManyRunsException.class)
        .hasMessageContaining("at most 3 waiting backtests, found 3")
        .hasMessageContaining("cancel one by DELETE");
    assertThat(runs.all()).extracting(BacktestRun::id).isEqualTo(ids(fourth, third, second, first));
    assertThat(runner.begun).isEmpty();

    runs.remove(third.id());
    assertThat(find(third).state()).isEqualTo(State.CANCELLED);
    BacktestRun fifth = start();
    runner.end(() -> "{}");
    assertThat(runner.begun.take()).isSameAs(second.request());
    runner.end(() -> "{}");
    assertThat(runner.begun.take()).isSameAs(fourth.request());
    runner.end(() -> "{}");
    assertThat(runner.begun.take()).isSameAs(fifth.request());
    assertThat(find(third).started()).as("it never ran").isNull();
  }

  private static List<String> ids(BacktestRun... wanted) {
    return List.of(wanted).stream().map(BacktestRun::id).toList();
  }

  @Test
  void a_run_that_is_cancelled_is_interrupted_and_the_next_one_is_not() throws Exception {
    BacktestRun first = begun();
    BacktestRun second = start();

    BacktestRun cancelling = runs.remove(first.id()).orElseThrow();

    assertThat(cancelling.isEnded()).isFalse();
    BacktestRun cancelled = awaitState(first, State.CANCELLED);
    assertThat(cancelled.error()).isEqualTo("cancelled by request");
    assertThat(cancelled.result()).isNull();
    assertThat(runner.interrupted).hasValue(1);
    runner.begun.take();
    runner.end(() -> Thread.currentThread().isInterrupted() ? "interrupted" : "{}");
    assertThat(awaitState(second, State.SUCCEEDED).result()).isEqualTo("{}");
  }

  @Test
  void an_ended_run_is_forgotten_by_request() throws Exception {
    BacktestRun run = begun();
    runner.end(() -> "{}");
    awaitState(run, State.SUCCEEDED);

    assertThat(runs.remove(run.id())).isPresent();

    assertThat(runs.all()).isEmpty();
    assertThat(runs.find(run.id())).isEmpty();
    assertThat(runs.remove(run.id())).isEmpty();
  }

  @Test
  void the_ten_runs_that_ended_last_are_kept() throws Exception {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < BacktestRuns.MOST_ENDED + 2; i++) {
      BacktestRun run = begun();
      all.add(0, run.id());
      runner.end(() -> "{}");
      awaitState(run, State.SUCCEEDED);
    }

    assertThat(runs.all())
        .extracting(BacktestRun::id)
        .isEqualTo(all.subList(0, BacktestRuns.MOST_ENDED));
  }

  @Test
  void a_reload_cancels_all_and_later_runs_have_the_new_configuration() throws Exception {
    BacktestRun running = begun();
    BacktestRun waiting = start();

    runs.cancelAll("the configuration was reloaded");

    for (BacktestRun run : List.of(running, waiting)) {
      assertThat(awaitState(run, State.CANCELLED).error())
          .isEqualTo("the configuration was reloaded");
    }
    begun();
  }

  @Test
  void the_end_of_the_exporter_cancels_all() throws Exception {
    BacktestRun running = begun();
    BacktestRun waiting = start();

    runs.close();

    for (BacktestRun run : List.of(running, waiting)) {
      assertThat(find(run).state()).isEqualTo(State.CANCELLED);
      assertThat(find(run).error()).isEqualTo("the exporter was stopped");
    }
    assertThatThrownBy(this::start).hasMessage("the exporter is stopping");
  }

  private BacktestRun failed(RuntimeException failure) throws Exception {
    BacktestRun run = begun();
    runner.end(
        () -> {
          throw failure;
        });
    return awaitState(run, State.FAILED);
  }

  @Test
  void a_failure_has_its_reason_and_does_not_affect_the_next_run() throws Exception {
    assertThat(failed(new UsageException("no instance")).error()).isEqualTo("no instance");
    assertThat(failed(new IllegalStateException("a secret")).error())
        .isEqualTo("internal error: see the log for the reason");
    begun();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void an_error_of_a_run_ends_that_run_only(boolean memory) throws Exception {
    BacktestRun run = begun();
    runner.end(
        () -> {
          throw memory ? new OutOfMemoryError("heap") : new StackOverflowError();
        });

    assertThat(awaitState(run, State.FAILED).error()).startsWith("internal error");
    begun();
  }

  /** A training reports an interrupt by another exception. */
  @Test
  void a_training_that_is_stopped_is_cancelled() throws Exception {
    BacktestRun run = begun();
    runner.end(
        () -> {
          runs.remove(run.id());
          throw new TrainingStoppedException();
        });

    assertThat(awaitState(run, State.CANCELLED).error()).isEqualTo("cancelled by request");
  }

  @Test
  void a_result_that_is_too_large_is_a_failure() throws Exception {
    BacktestRun run = begun();
    runner.end(() -> "x".repeat(BacktestRuns.MOST_RESULT_BYTES + 1));

    assertThat(awaitState(run, State.FAILED).error())
        .isEqualTo(
            "expected a result of at most 4194304 bytes, found 4194305; choose a shorter range or a narrower selector, or use the command backtest");
  }
}
