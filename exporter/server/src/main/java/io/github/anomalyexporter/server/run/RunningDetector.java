package io.github.anomalyexporter.server.run;

import io.github.anomalyexporter.server.exemption.Exemptions;
import io.github.anomalyexporter.server.recent.ScrapedScores;
import io.github.anomalyexporter.server.samples.SampleStore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Running detector.
 *
 * @param state model and score board, kept across reloads where possible
 * @param exemptions exemptions of its instances, recreated by a reload
 * @param samples the samples that were pushed to it or read on this machine; null for a detector
 *     that queries Prometheus
 * @param scraped its past scores in Prometheus; null for a detector that queries none
 */
public record RunningDetector(
    DetectorState state,
    Exemptions exemptions,
    @Nullable Supplier<SampleStore> samples,
    @Nullable ScrapedScores scraped) {

  /** A detector whose past scores are only those of its state. */
  public RunningDetector(
      DetectorState state, Exemptions exemptions, @Nullable Supplier<SampleStore> samples) {
    this(state, exemptions, samples, null);
  }

  /** The same, without samples of its own. */
  public RunningDetector(DetectorState state, Exemptions exemptions) {
    this(state, exemptions, null);
  }
}
