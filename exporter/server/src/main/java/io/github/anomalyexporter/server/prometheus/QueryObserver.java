package io.github.anomalyexporter.server.prometheus;

import io.github.anomalyexporter.server.prometheus.PrometheusException.Category;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Told about every HTTP request, so that they can be counted. Thread-safe and quick. */
@FunctionalInterface
public interface QueryObserver {
  QueryObserver NONE = (failure, duration, samples) -> {};

  /**
   * A request has ended: retries, parts of a range query and requests to the failover URL count one
   * by one. One that was interrupted is not reported.
   *
   * @param failure null if it succeeded
   * @param duration until the answer was decoded, or failed to
   * @param samples decoded until then
   */
  void requestEnded(@Nullable Category failure, Duration duration, long samples);
}
