package io.github.anomalyexporter.server.http;

import io.github.anomalyexporter.server.http.RequestException.Category;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Receives the outcome of every HTTP request for the metrics. Implementations must be thread-safe
 * and fast.
 */
@FunctionalInterface
public interface RequestObserver {
  RequestObserver NONE = (failure, duration, samples) -> {};

  /**
   * A request has ended. Retries and requests to the failover URL are reported separately; requests
   * that were interrupted or not sent are not reported.
   *
   * @param failure null if it succeeded
   * @param duration time until the response was decoded or failed
   * @param samples number of samples decoded
   */
  void requestEnded(@Nullable Category failure, Duration duration, long samples);
}
