package io.github.anomalyexporter.benchmarks.speed;

import io.github.anomalyexporter.core.autoencoder.AutoencoderRow;
import io.github.anomalyexporter.core.autoencoder.AutoencoderStack;
import io.github.anomalyexporter.core.detector.Detector;
import io.github.anomalyexporter.core.detector.TrainedInstance;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.feature.FittedScaler;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.model.Forecast;
import io.github.anomalyexporter.core.model.TrainingProgress;
import io.github.anomalyexporter.core.score.ReconstructionError;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.config.ConfigFile;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.simulation.SimulatedFrames;
import io.github.anomalyexporter.testing.fleet.SimulatedFleet;
import io.github.anomalyexporter.testing.fleet.SimulatedHost;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A fleet of any size with the default configuration: the rows and the models of five simulated
 * hosts, repeated. Each instance has its own copy of all data, so that the caches of the processor
 * hold as little of it as in use.
 */
public final class BenchmarkFleet {
  private static final DetectorConfig CONFIG = ConfigFile.defaults().detectors().get(0);
  private static final FeatureSet FEATURES = CONFIG.features();
  private static final SimulatedFrames FRAMES = SimulatedFrames.scraped(FEATURES);
  private static final Instant BOOT = Instant.parse("2026-03-02T00:00:00Z");
  private static final Instant HISTORY_START = BOOT.plus(Duration.ofHours(1));

  /** The least history whose forecast has a daily cycle. */
  private static final Instant HISTORY_END = HISTORY_START.plus(Duration.ofDays(3));

  /** The end of the window. */
  public static final Instant NOW = HISTORY_END.plus(Duration.ofHours(1));

  private static final List<SimulatedHost> HOSTS =
      List.copyOf(SimulatedFleet.of(SimulatedFleet.DEFAULT_HOSTS, BOOT, 1).hosts());

  /** Number of instances whose models are trained; the others have copies. */
  public static final int TRAINED = HOSTS.size();

  private final List<Labels> instances;

  public BenchmarkFleet(int size) {
    this.instances =
        SimulatedFleet.names(size).stream()
            .map(name -> Labels.of("instance", name + ":9100", "job", "node"))
            .toList();
  }

  public DetectorConfig config() {
    return CONFIG;
  }

  /** Returns the window of one scoring run. */
  public Frame window() {
    Frame simulated = FRAMES.scored(HOSTS, NOW, NOW);
    return new Frame(
        simulated.range(),
        simulated.columns(),
        instances,
        IntStream.range(0, instances.size())
            .mapToObj(instance -> simulated.cells(instance % HOSTS.size()).clone())
            .toList());
  }

  /** Trains models of the simulated hosts, which takes some seconds; returns a new detector. */
  public Detector detector() {
    return CONFIG.training().open(trained());
  }

  /** Trains models of the simulated hosts; returns a model for each instance. */
  public AutoencoderStack trained() {
    Frame history = FRAMES.history(HOSTS, HISTORY_START, HISTORY_END);
    AutoencoderStack trained =
        AutoencoderStack.of(
            Objects.requireNonNull(
                CONFIG
                    .training()
                    .trainAll(history, Map.of(), null, HISTORY_END, TrainingProgress.SILENT)
                    .detector()));
    return repeated(trained);
  }

  /** The fleet's row, and a copy of the row of a simulated host for each instance. */
  private AutoencoderStack repeated(AutoencoderStack trained) {
    int[] sources =
        IntStream.concat(
                IntStream.of(0),
                IntStream.range(0, instances.size()).map(instance -> 1 + instance % HOSTS.size()))
            .toArray();
    List<Labels> names =
        Stream.concat(Stream.of(TrainedInstance.FLEET), instances.stream()).toList();
    List<AutoencoderRow> rows = new ArrayList<>();
    for (int row = 0; row < sources.length; row++) {
      rows.add(copy(trained.rows().get(sources[row]), names.get(row)));
    }
    return new AutoencoderStack(
        FEATURES, instances.size(), trained.weights().select(sources), rows);
  }

  private static AutoencoderRow copy(AutoencoderRow row, Labels instance) {
    TrainedInstance trained = row.trained();
    FittedScaler scaler =
        FittedScaler.of(
            FEATURES,
            IntStream.range(0, FEATURES.size()).mapToObj(row.scaler()::parameters).toList());
    Forecast forecast = row.forecast();
    return new AutoencoderRow(
        new TrainedInstance(
            instance,
            trained.trainedAt(),
            trained.history(),
            trained.rows(),
            trained.calibration(),
            trained.report(),
            trained.refused()),
        scaler,
        new Forecast(
            forecast.inputs(),
            forecast.autoregression().clone(),
            forecast.seasonality().clone(),
            forecast.innovationScale().clone()),
        ReconstructionError.of(scaler, row.error().parameters()));
  }
}
