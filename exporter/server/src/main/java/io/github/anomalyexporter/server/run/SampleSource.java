package io.github.anomalyexporter.server.run;

import io.github.anomalyexporter.core.frame.RecentRows;
import io.github.anomalyexporter.core.series.Labels;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * Provides the samples of a detector's instances. A scoring run, a training run and requests of the
 * API may use it at the same time.
 */
public interface SampleSource extends PastRows {
  /**
   * Returns the instances with current samples at a time, sorted.
   *
   * @throws io.github.anomalyexporter.server.http.RequestException if the source cannot be queried
   */
  List<Labels> instances(Instant end) throws InterruptedException;

  /**
   * Returns the instances whose last sample is too old to be current and too recent for them to
   * have vanished.
   */
  default Set<Labels> silent(Instant end) {
    return Set.of();
  }

  /**
   * Returns the window that ends at a time, with the rows required to score its last row. For the
   * thread of the scoring runs; valid until the next call.
   *
   * @param instances instances, in the order of the rows
   * @throws io.github.anomalyexporter.server.http.RequestException if the source cannot be queried;
   *     the next call reads the missing rows again
   */
  RecentRows window(List<Labels> instances, Instant end) throws InterruptedException;

  /**
   * Returns the samples up to a time that a training can learn from.
   *
   * @throws io.github.anomalyexporter.server.http.RequestException if the source cannot be queried
   */
  PastSamples past(Instant end) throws InterruptedException;

  /** Returns why there may be no instances, and what to check. */
  String whyEmpty();
}
