package io.github.anomalyexporter.server.backtest;

import io.github.anomalyexporter.evaluation.backtest.QueryLoad;
import io.github.anomalyexporter.server.http.RequestException.Category;
import io.github.anomalyexporter.server.http.RequestObserver;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Counts requests to Prometheus. Thread-safe. */
public final class QueryCounter implements RequestObserver {
  private QueryLoad load = QueryLoad.NONE;

  @Override
  public synchronized void requestEnded(
      @Nullable Category failure, Duration duration, long samples) {
    load =
        new QueryLoad(
            load.requests() + 1,
            load.failed() + (failure == null ? 0 : 1),
            load.samples() + samples,
            load.time().plus(duration),
            load.slowest().compareTo(duration) < 0 ? duration : load.slowest());
  }

  /** Returns the load since the last call. */
  synchronized QueryLoad take() {
    QueryLoad taken = load;
    load = QueryLoad.NONE;
    return taken;
  }
}
