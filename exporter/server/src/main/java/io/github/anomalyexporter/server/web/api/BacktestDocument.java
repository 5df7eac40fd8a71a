package io.github.anomalyexporter.server.web.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.github.anomalyexporter.server.preview.BacktestRequest;
import io.github.anomalyexporter.server.preview.BacktestRun;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A backtest that runs in the background.
 *
 * @param start of the requested range; null for the default
 * @param end of the requested range; null for the default
 * @param incidents {@code alerts}, or null
 * @param progress null unless it is running
 * @param error null unless it failed or was cancelled
 * @param yaml the entry of the configuration that does what is tested
 */
record BacktestDocument(
    String id,
    String detector,
    Changes changes,
    @Nullable Instant start,
    @Nullable Instant end,
    @Nullable String incidents,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt,
    String state,
    @Nullable Progress progress,
    @Nullable String error,
    String yaml) {

  /** What differs from the configuration. Members that are null are absent. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Changes(
      @Nullable String selector,
      @Nullable String preset,
      @Nullable String type,
      @Nullable Double falseAlarmsPerDay) {}

  /**
   * Progress of a run.
   *
   * @param ratio NaN while it is unknown
   */
  record Progress(String stage, double ratio) {}

  /** With the result: an object of JSON, null unless the run succeeded. */
  private record WithResult(
      @JsonUnwrapped BacktestDocument run, @JsonRawValue @Nullable String result) {}

  /** Without the result. */
  static BacktestDocument of(BacktestRun run) {
    BacktestRequest request = run.request();
    BacktestRequest.Changes changes = request.changes();
    BacktestRun.Progress progress = run.progress();
    return new BacktestDocument(
        run.id(),
        request.detector().name(),
        new Changes(
            changes.selector(), changes.preset(), changes.type(), changes.falseAlarmsPerDay()),
        request.start(),
        request.end(),
        request.alerts() ? "alerts" : null,
        run.created(),
        run.started(),
        run.ended(),
        run.state().name().toLowerCase(Locale.ROOT),
        progress == null ? null : new Progress(progress.stage(), progress.ratio()),
        run.error(),
        request.yaml());
  }

  /** Returns the document of a run with its result. */
  static Object withResult(BacktestRun run) {
    return new WithResult(of(run), run.result());
  }
}
