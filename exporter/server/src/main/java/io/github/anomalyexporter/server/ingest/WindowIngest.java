package io.github.anomalyexporter.server.ingest;

import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.frame.FrameBuilder;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.server.discovery.DetectorQueries;
import io.github.anomalyexporter.server.prometheus.PrometheusClient;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Brings the window that a scoring run looks at. Windows of one phase (their ends lie a multiple of
 * the step apart) share rows: the last window of each phase is kept, and only rows it lacks are
 * asked for, in the common case one. For one thread at a time.
 */
public final class WindowIngest {
  private final FrameQueries queries;
  private final FeatureSet features;
  private final int rowsBefore;
  private final Map<Long, Frame> lastOfPhase = new HashMap<>();
  private @Nullable DetectorQueries lastQueries;

  /**
   * @param rowsBefore rows of a window before the scored one
   */
  public WindowIngest(
      PrometheusClient client, FeatureSet features, List<String> identityLabels, int rowsBefore) {
    this.queries = new FrameQueries(client, features, identityLabels);
    this.features = features;
    this.rowsBefore = rowsBefore;
  }

  /**
   * The window that ends at a time: as many rows as it takes to score the last one.
   *
   * @param instances in this order in the frame
   * @throws io.github.anomalyexporter.server.prometheus.PrometheusException where Prometheus does
   *     not give it; the next call asks for the missing rows again
   */
  public Frame window(DetectorQueries detectorQueries, List<Labels> instances, Instant end)
      throws InterruptedException {
    if (!detectorQueries.equals(lastQueries)) {
      lastOfPhase.clear();
      lastQueries = detectorQueries;
    }
    Duration step = features.step();
    TimeRange range = TimeRange.endingAt(end, step, rowsBefore + 1);
    if (instances.isEmpty()) {
      return queries.empty(range);
    }
    long phase = end.toEpochMilli() % step.toMillis();
    Frame last = lastOfPhase.get(phase);
    FrameBuilder builder = queries.builder(range, instances);
    int firstMissing = last == null ? 0 : copy(last, builder, range);
    if (firstMissing == range.points() - 1) {
      queries.fillRow(builder, detectorQueries, end);
    } else if (firstMissing < range.points()) {
      TimeRange missing = new TimeRange(range.at(firstMissing), end, step);
      queries.fillRange(builder, detectorQueries, missing, instances.size());
    }
    Frame window = builder.build();
    lastOfPhase.put(phase, window);
    return window;
  }

  /** Copies the rows both have; returns the first one that the old window lacks. */
  private static int copy(Frame last, FrameBuilder builder, TimeRange range) {
    int firstMissing = 0;
    for (int row = 0; row < range.points(); row++) {
      int oldRow = last.range().pointAt(range.at(row).toEpochMilli());
      if (oldRow < 0) {
        break;
      }
      builder.copyRow(row, last, oldRow);
      firstMissing = row + 1;
    }
    return firstMissing;
  }
}
