package io.github.anomalyexporter.benchmarks.quiet;

import io.github.anomalyexporter.core.autoencoder.AutoencoderDetector;
import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.model.TrainingProgress;
import io.github.anomalyexporter.server.config.ConfigFile;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.exemption.Exemptions;
import io.github.anomalyexporter.server.export.ScoreCollector;
import io.github.anomalyexporter.server.run.DetectorState;
import io.github.anomalyexporter.server.run.RunningDetector;
import io.github.anomalyexporter.server.simulation.SimulatedFrames;
import io.github.anomalyexporter.server.store.Manifest;
import io.github.anomalyexporter.server.store.Manifest.Provenance;
import io.github.anomalyexporter.testing.fleet.SimulatedHost;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The exporter as {@code serve} runs it by default, in simulated time: it trains on the last seven
 * days, scores every 15 seconds and is scraped after each run. There is no Prometheus: the frames
 * come from the simulated hosts.
 */
final class SimulatedService implements AutoCloseable {
  /** The configuration with all defaults. */
  static final DetectorConfig CONFIG = ConfigFile.defaults().detectors().get(0);

  private static final Duration STEP = CONFIG.timing().step();
  private static final SimulatedFrames FRAMES = SimulatedFrames.scraped(CONFIG.features());

  private final DetectorState state = new DetectorState(CONFIG);
  private Instant now = Instant.EPOCH;
  private final ScoreCollector collector =
      new ScoreCollector(() -> List.of(new RunningDetector(state, Exemptions.NONE)), () -> now);

  /** Time between two runs, two scrapes and two evaluations of the rules. */
  static final Duration INTERVAL = CONFIG.timing().scoringInterval();

  /** Trains as a training run does on seven days of history. */
  static TrainedDetector train(Collection<SimulatedHost> hosts, Instant end) {
    Instant start = end.minus(CONFIG.history().length()).plus(STEP);
    return Objects.requireNonNull(
        CONFIG
            .training()
            .trainAll(
                FRAMES.history(hosts, start, end), Map.of(), null, end, TrainingProgress.SILENT)
            .detector());
  }

  /** Activates a trained detector. */
  void serve(TrainedDetector trained, Instant trainedAt) {
    Provenance provenance =
        new Provenance(
            trainedAt,
            trainedAt,
            "simulated",
            "simulated",
            trainedAt.minus(CONFIG.history().length()),
            trainedAt,
            STEP,
            Duration.ofMinutes(1),
            CONFIG.model().training());
    Manifest manifest =
        new Manifest(
            1,
            CONFIG.name(),
            "autoencoder",
            "simulated",
            provenance,
            CONFIG.features().fingerprint(),
            List.of(),
            new Manifest.Architecture(CONFIG.model().layers()),
            trained.fleetSize(),
            List.of(),
            List.of());
    state.serve(CONFIG.training().open(trained), manifest);
  }

  /**
   * Runs at each multiple of the scoring interval, with a scrape after each run.
   *
   * @param start time of the first run, a multiple of the step
   * @param length a multiple of the step
   */
  void run(
      Collection<SimulatedHost> hosts, Instant start, Duration length, RecordedScrapes scrapes) {
    int phases = Math.toIntExact(STEP.dividedBy(INTERVAL));
    Map<Integer, Frame> frames = new HashMap<>();
    Instant firstWindow = start.minus(CONFIG.timing().queryOffset());
    for (int phase = 0; phase < phases; phase++) {
      Instant first = firstWindow.plus(INTERVAL.multipliedBy(phase));
      frames.put(phase, FRAMES.scored(hosts, first, first.plus(length).minus(STEP)));
    }
    int runs = Math.toIntExact(length.dividedBy(INTERVAL));
    for (int run = 0; run < runs; run++) {
      now = start.plus(INTERVAL.multipliedBy(run));
      int row = AutoencoderDetector.rowsBefore(CONFIG.features()) + run / phases;
      Frame frame = Objects.requireNonNull(frames.get(run % phases));
      state.board().publish(state.model().score(FRAMES.window(frame, row)), now);
      scrapes.add(collector.collect());
    }
  }

  @Override
  public void close() {
    state.close();
  }
}
