package io.github.anomalyexporter.server.run;

import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.frame.FrameBuilder;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.exemption.Exemptions;
import io.github.anomalyexporter.server.recent.ScrapedScores;
import io.github.anomalyexporter.server.samples.SampleStore;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Running detector.
 *
 * @param state model and score board, kept across reloads where possible
 * @param exemptions exemptions of its instances, recreated by a reload
 * @param rows its past samples
 * @param samples the samples that were pushed to it or read on this machine; null for a detector
 *     that queries Prometheus
 * @param scraped its past scores in Prometheus; null for a detector that queries none
 */
public record RunningDetector(
    DetectorState state,
    Exemptions exemptions,
    PastRows rows,
    @Nullable Supplier<SampleStore> samples,
    @Nullable ScrapedScores scraped) {

  /** A detector whose past scores are only those of its state. */
  public RunningDetector(
      DetectorState state, Exemptions exemptions, Supplier<SampleStore> samples) {
    this(state, exemptions, new StoredSource(state.config(), samples), samples, null);
  }

  /** The same, without samples: all of its past rows are missing. */
  public RunningDetector(DetectorState state, Exemptions exemptions) {
    this(
        state,
        exemptions,
        (instances, range) -> missing(state.config(), instances, range),
        null,
        null);
  }

  private static Frame missing(DetectorConfig config, List<Labels> instances, TimeRange range) {
    return new FrameBuilder(
            range, config.features().queriedNames(), config.source().identityLabels(), instances)
        .build();
  }
}
