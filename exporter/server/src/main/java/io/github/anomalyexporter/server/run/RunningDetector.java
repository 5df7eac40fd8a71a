package io.github.anomalyexporter.server.run;

import io.github.anomalyexporter.server.exemption.Exemptions;
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
 */
public record RunningDetector(
    DetectorState state, Exemptions exemptions, @Nullable Supplier<SampleStore> samples) {

  /** A detector that queries Prometheus. */
  public RunningDetector(DetectorState state, Exemptions exemptions) {
    this(state, exemptions, null);
  }
}
