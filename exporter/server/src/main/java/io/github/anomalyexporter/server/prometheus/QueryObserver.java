package io.github.anomalyexporter.server.prometheus;

import io.github.anomalyexporter.server.prometheus.PrometheusException.Category;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Receives the outcome of every HTTP request for the metrics. Implementations must be thread-safe
 * and fast.
 */
@FunctionalInterface
public interface QueryObserver {
  QueryObserver NONE = (failure, duration, samples) -> {};

  /**
   * A request has ended. Retries, parts of a range query and requests to the failover URL are
   * reported separately; interrupted requests are not reported.
   *
   * @param failure null if it succeeded
   * @param duration time until the response was decoded or failed
   * @param samples number of samples decoded
   */
  void requestEnded(@Nullable Category failure, Duration duration, long samples);
}
