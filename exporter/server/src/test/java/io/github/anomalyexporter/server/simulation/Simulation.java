package io.github.anomalyexporter.server.simulation;

import io.github.anomalyexporter.core.acceptance.Episodes;
import io.github.anomalyexporter.core.autoencoder.AutoencoderDetector;
import io.github.anomalyexporter.core.detector.Detector;
import io.github.anomalyexporter.core.detector.DetectorTraining;
import io.github.anomalyexporter.core.detector.RaisedThresholds;
import io.github.anomalyexporter.core.detector.Scores;
import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.model.AutoencoderTrainer;
import io.github.anomalyexporter.core.model.TrainingProgress;
import io.github.anomalyexporter.server.config.ConfigFile;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.kind.AutoencoderKind;
import io.github.anomalyexporter.server.kind.InferenceChoice;
import io.github.anomalyexporter.tensorflow.TensorFlowFormat;
import io.github.anomalyexporter.testing.fleet.SimulatedFleet;
import io.github.anomalyexporter.testing.fleet.SimulatedHost;
import io.github.anomalyexporter.testing.workload.HostProfile;
import io.github.anomalyexporter.testing.workload.Role;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/** The default detector, trained on three days of the five default hosts. */
final class Simulation {
  static final Instant BOOT = Instant.parse("2026-03-02T00:00:00Z");
  static final Instant HISTORY_START = BOOT.plus(Duration.ofHours(1));
  static final Instant HISTORY_END = HISTORY_START.plus(Duration.ofDays(3));

  static final long SEED = 1;
  static final DetectorConfig CONFIG = ConfigFile.defaults().detectors().get(0);
  static final FeatureSet FEATURES = CONFIG.features();
  static final SimulatedFrames FRAMES = new SimulatedFrames(FEATURES);
  static final SimulatedFleet FLEET = SimulatedFleet.of(SimulatedFleet.DEFAULT_HOSTS, BOOT, SEED);

  private Simulation() {}

  /** Two hosts of each role, of other names, sizes and peak hours than the fleet's. */
  static List<SimulatedHost> unseenHosts() {
    List<SimulatedHost> hosts = new ArrayList<>();
    for (long seed = SEED + 1; seed <= SEED + 2; seed++) {
      for (Role role : Role.values()) {
        hosts.add(new SimulatedHost(HostProfile.of(role.prefix() + "-" + 10 * seed, seed), BOOT));
      }
    }
    return hosts;
  }

  /** The inputs that contribute most to a row, by name. */
  static List<String> worst(Scores scores, int row, int count) {
    return IntStream.range(0, FEATURES.size())
        .boxed()
        .sorted(Comparator.comparingDouble(input -> -scores.share(row, input)))
        .limit(count)
        .map(FEATURES::name)
        .toList();
  }

  /** Trained once for all test classes: it is data without anything to close. */
  private static final class Trained {
    static final TrainedDetector DETECTOR = train(FLEET.hosts());
  }

  static TrainedDetector trained() {
    return Trained.DETECTOR;
  }

  static TrainedDetector train(Collection<SimulatedHost> hosts) {
    return train(FRAMES.history(hosts, HISTORY_START, HISTORY_END));
  }

  static TrainedDetector train(Frame history) {
    return Objects.requireNonNull(
        training()
            .trainAll(history, Map.of(), null, history.range().end(), TrainingProgress.SILENT)
            .detector());
  }

  static DetectorTraining training() {
    return CONFIG.training();
  }

  static DetectorTraining training(AutoencoderTrainer trainer) {
    return new DetectorTraining(
        new AutoencoderKind(trainer, new TensorFlowFormat(), InferenceChoice.AUTO),
        FEATURES,
        CONFIG.training().options());
  }

  static Detector open(TrainedDetector trained) {
    return training().open(trained);
  }

  /**
   * The scores of each instance of a frame by row, from the first row on that has the rows before
   * it that a scoring run asks for. They are the scores of scoring runs a step apart.
   */
  static List<Scores> replay(Detector detector, Frame frame) {
    int rows = frame.rows() - AutoencoderDetector.rowsBefore(FEATURES);
    return IntStream.range(0, frame.instances().size())
        .mapToObj(
            instance -> RaisedThresholds.raised(detector.scoreRows(frame, instance).last(rows)))
        .toList();
  }

  /** The mean over instances of the share of rows above 1. */
  static double shareAbove(List<Scores> instances) {
    return instances.stream()
        .mapToDouble(rows -> (double) rows.alarms().cardinality() / rows.rows())
        .average()
        .orElseThrow();
  }

  /** Episodes of anomalous rows of one instance. */
  static int episodes(Scores rows) {
    return Episodes.of(rows.alarms(), FEATURES.step()).size();
  }
}
