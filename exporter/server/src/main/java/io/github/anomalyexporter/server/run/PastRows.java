package io.github.anomalyexporter.server.run;

import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import java.util.List;

/** Reads the past samples of a detector's instances. Safe for use by several threads. */
@FunctionalInterface
public interface PastRows {
  /** Values that a caller reads at most, 4 bytes each in memory. */
  long MOST_VALUES = 16_000_000;

  /**
   * Returns the samples in a range of time, with the queried features as columns. A row without a
   * sample, also one before the first stored sample, is missing.
   *
   * @param instances instances, in the order of the frame
   * @param range its step is a multiple of that of the detector
   * @throws io.github.anomalyexporter.server.http.RequestException if the source cannot be queried
   * @throws io.github.anomalyexporter.server.samples.SampleStoreException if the file of the
   *     samples cannot be read
   * @throws IllegalStateException if a reload has closed the source
   */
  Frame rows(List<Labels> instances, TimeRange range) throws InterruptedException;
}
