package io.github.anomalyexporter.server.web.api;

import io.github.anomalyexporter.server.preview.BacktestRuns;
import io.github.anomalyexporter.server.preview.BadRequestException;
import io.github.anomalyexporter.server.preview.TooManyRunsException;
import io.github.anomalyexporter.server.web.page.Page;

/** Answers requests about backtests. */
final class Backtests {
  private final BacktestRuns runs;

  Backtests(BacktestRuns runs) {
    this.runs = runs;
  }

  /** Starts a backtest. */
  Page start(ApiRequest request, PostedBody body) {
    request.requireNoParameters();
    JsonMembers.requireJson(body);
    try {
      BacktestDocument run = BacktestDocument.of(runs.start(body.text()));
      return Envelope.accepted(run, "backtests/" + run.id());
    } catch (BadRequestException e) {
      return Envelope.failure(400, "bad_data", String.valueOf(e.getMessage()));
    } catch (TooManyRunsException e) {
      return Envelope.failure(503, "unavailable", String.valueOf(e.getMessage()));
    }
  }

  /** The newest first, without results. */
  Page all(ApiRequest request) {
    request.requireNoParameters();
    return Envelope.success(runs.all().stream().map(BacktestDocument::of).toList());
  }

  /** One, with its result. */
  Page one(ApiRequest request) {
    request.requireNoParameters();
    return runs.find(id(request))
        .map(run -> Envelope.success(BacktestDocument.withResult(run)))
        .orElseGet(() -> notFound(request));
  }

  /** Cancels or forgets one. */
  Page remove(ApiRequest request) {
    request.requireNoParameters();
    return runs.remove(id(request))
        .map(run -> Envelope.done(BacktestDocument.of(run)))
        .orElseGet(() -> notFound(request));
  }

  private static String id(ApiRequest request) {
    return request.found().variable();
  }

  private static Page notFound(ApiRequest request) {
    return Envelope.notFound("no such backtest: " + id(request));
  }
}
