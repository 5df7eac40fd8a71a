package io.github.anomalyexporter.server.run;

import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.series.Labels;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The samples of a source up to a time, of the configured history. For one thread. */
public interface PastSamples {
  /** Returns the time by which a row reaches back: the rate window of its queries. */
  Duration rateWindow();

  /** Returns the length of history of each instance without gaps. */
  Map<Labels, Duration> histories() throws InterruptedException;

  /**
   * Returns the rows of the history of instances, on multiples of the step.
   *
   * @param all number of instances with a history, at least those
   */
  Frame history(List<Labels> instances, int all) throws InterruptedException;
}
