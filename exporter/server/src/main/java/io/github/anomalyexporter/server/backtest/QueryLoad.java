package io.github.anomalyexporter.server.backtest;

import java.time.Duration;

/**
 * What Prometheus had to do.
 *
 * @param requests parts of range queries and retries counted one by one
 * @param failed of them
 * @param samples that were answered
 * @param time that the requests took, one after the other
 * @param slowest of them
 */
public record QueryLoad(int requests, int failed, long samples, Duration time, Duration slowest) {
  static final QueryLoad NONE = new QueryLoad(0, 0, 0, Duration.ZERO, Duration.ZERO);

  /** Of a request; zero where there was none. */
  public Duration mean() {
    return requests == 0 ? Duration.ZERO : time.dividedBy(requests);
  }
}
