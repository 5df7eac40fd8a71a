package io.github.anomalyexporter.server.web.api;

import io.github.anomalyexporter.core.frame.AmbiguousSeriesException;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.server.http.RequestException;
import io.github.anomalyexporter.server.samples.SampleStoreException;
import java.util.List;

/** Reads past samples for a request. */
final class ReadRows {
  private ReadRows() {}

  /**
   * Returns the samples in a range, and in the rows before it that engineered features and
   * forecasts of its first row need.
   *
   * @throws UnavailableException if they cannot be read
   */
  static Frame withRowsBefore(VisibleDetector detector, List<Labels> instances, TimeRange range) {
    int before = detector.config().training().rowsBefore();
    return of(
        detector,
        instances,
        TimeRange.endingAt(range.end(), range.step(), range.points() + before));
  }

  /**
   * Returns the samples in a range. Blocks until all features are queried.
   *
   * @throws UnavailableException if they cannot be read
   */
  static Frame of(VisibleDetector detector, List<Labels> instances, TimeRange range) {
    try {
      return detector.running().rows().rows(instances, range);
    } catch (RequestException e) {
      throw new UnavailableException(detector.failure("Prometheus did not answer", e));
    } catch (SampleStoreException | AmbiguousSeriesException e) {
      throw new UnavailableException(String.valueOf(e.getMessage()));
    } catch (IllegalStateException e) {
      throw new UnavailableException("the configuration is being reloaded; try again");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("the exporter is stopping");
    }
  }
}
