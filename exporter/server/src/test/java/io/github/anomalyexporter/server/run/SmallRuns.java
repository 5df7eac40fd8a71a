package io.github.anomalyexporter.server.run;

import io.github.anomalyexporter.core.detector.DetectorTraining;
import io.github.anomalyexporter.server.SmallDetector;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.exemption.Exemptions;
import io.github.anomalyexporter.server.prometheus.PrometheusClient;
import io.github.anomalyexporter.server.store.Manifest;
import io.github.anomalyexporter.server.store.ModelStore;
import java.util.List;

/** Runs and manifests of a {@link SmallDetector}. */
final class SmallRuns {
  private SmallRuns() {}

  static ScoringRun scoring(
      DetectorState state,
      PrometheusClient client,
      ModelStore store,
      RunObserver observer,
      Clocks clocks) {
    return scoring(new RunningDetector(state, Exemptions.NONE), client, store, observer, clocks);
  }

  static ScoringRun scoring(
      RunningDetector running,
      PrometheusClient client,
      ModelStore store,
      RunObserver observer,
      Clocks clocks) {
    return new ScoringRun(
        running, new PrometheusSource(running.state(), client), store, observer, clocks);
  }

  /** A run that trains in this process, in blocks of the usual size. */
  static TrainingRun training(
      RunningDetector running,
      SampleSource source,
      DetectorTraining training,
      ModelStore store,
      RunObserver observer,
      Clocks clocks) {
    return training(running, source, training, store, observer, clocks, TrainingSize.ofProcess());
  }

  static TrainingRun training(
      RunningDetector running,
      SampleSource source,
      DetectorTraining training,
      ModelStore store,
      RunObserver observer,
      Clocks clocks,
      TrainingSize size) {
    return new TrainingRun(
        running.state(),
        source,
        training,
        new BlockTraining(running, training, store, observer, clocks, size),
        store,
        clocks.wall());
  }

  /** Of a model trained at {@link SmallDetector#NOW}. */
  static Manifest manifest(DetectorConfig config, String version) {
    return new Manifest(
        1,
        config.name(),
        "autoencoder",
        version,
        SmallDetector.provenance(config, SmallDetector.NOW),
        config.features().fingerprint(),
        List.of("cpu", "memory", "cpu_change_2m"),
        new Manifest.Architecture(config.model().layers()),
        2,
        List.of(),
        List.of());
  }
}
