package io.github.anomalyexporter.server.preview;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A backtest as it was at one moment.
 *
 * @param started null before its start
 * @param ended null before its end
 * @param progress null unless it is running
 * @param error why it failed or was cancelled; null otherwise
 * @param result a JSON object on one line; null unless it succeeded
 */
public record BacktestRun(
    String id,
    BacktestRequest request,
    Instant created,
    @Nullable Instant started,
    @Nullable Instant ended,
    State state,
    @Nullable Progress progress,
    @Nullable String error,
    @Nullable String result) {

  /** State of a run. */
  public enum State {
    QUEUED,
    RUNNING,
    SUCCEEDED,
    FAILED,
    CANCELLED
  }

  /**
   * Progress of a run.
   *
   * @param stage in words
   * @param ratio share of the trainings that is done, from 0 to 1; NaN before the first
   */
  public record Progress(String stage, double ratio) {}

  static BacktestRun queued(String id, BacktestRequest request, Instant created) {
    return new BacktestRun(id, request, created, null, null, State.QUEUED, null, null, null);
  }

  BacktestRun startedAt(Instant time) {
    return new BacktestRun(
        id,
        request,
        created,
        time,
        null,
        State.RUNNING,
        new Progress("choosing the range", Double.NaN),
        null,
        null);
  }

  BacktestRun with(Progress changed) {
    return new BacktestRun(id, request, created, started, null, state, changed, null, null);
  }

  BacktestRun endedAt(Instant time, Outcome outcome) {
    return new BacktestRun(
        id,
        request,
        created,
        started,
        time,
        outcome.state(),
        null,
        outcome.error(),
        outcome.result());
  }

  /** Returns whether it has ended. */
  public boolean isEnded() {
    return ended != null;
  }

  /** How a run ended; one of the texts is null. */
  record Outcome(State state, @Nullable String error, @Nullable String result) {
    static Outcome succeeded(String result) {
      return new Outcome(State.SUCCEEDED, null, result);
    }

    static Outcome failed(String error) {
      return new Outcome(State.FAILED, error, null);
    }

    static Outcome cancelled(String reason) {
      return new Outcome(State.CANCELLED, reason, null);
    }
  }
}
