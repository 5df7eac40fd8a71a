package io.github.anomalyexporter.server.discovery;

import java.time.Duration;
import java.util.stream.LongStream;

/**
 * Common scrape intervals. A count of scrapes has an error of one, which must not change the rate
 * window.
 */
final class ScrapeIntervals {
  private static final long[] USUAL_SECONDS = {
    1, 2, 3, 5, 10, 15, 20, 30, 60, 90, 120, 180, 300, 600, 900, 1200, 1800, 3600
  };

  private ScrapeIntervals() {}

  /** Returns the common interval whose ratio to the given interval is nearest to 1. */
  static Duration nearest(double seconds) {
    return LongStream.of(USUAL_SECONDS)
        .boxed()
        .min(
            (a, b) ->
                Double.compare(Math.abs(Math.log(a / seconds)), Math.abs(Math.log(b / seconds))))
        .map(Duration::ofSeconds)
        .orElseThrow();
  }
}
