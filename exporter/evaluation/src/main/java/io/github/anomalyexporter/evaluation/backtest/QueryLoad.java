package io.github.anomalyexporter.evaluation.backtest;

import java.time.Duration;

/**
 * Load on Prometheus.
 *
 * @param requests number of requests, including parts of range queries and retries
 * @param failed number of failed requests
 * @param samples number of received samples
 * @param time sum of the durations of all requests
 * @param slowest longest duration of a request
 */
public record QueryLoad(int requests, int failed, long samples, Duration time, Duration slowest) {
  public static final QueryLoad NONE = new QueryLoad(0, 0, 0, Duration.ZERO, Duration.ZERO);

  /** Returns the mean duration of a request; zero without requests. */
  public Duration mean() {
    return requests == 0 ? Duration.ZERO : time.dividedBy(requests);
  }
}
