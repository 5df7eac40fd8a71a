package io.github.anomalyexporter.server.app;

import io.github.anomalyexporter.evaluation.backtest.BacktestResult;
import io.github.anomalyexporter.server.alertmanager.Alertmanager;
import io.github.anomalyexporter.server.backtest.Backtest;
import io.github.anomalyexporter.server.backtest.FiringAlerts;
import io.github.anomalyexporter.server.backtest.IncidentSource;
import io.github.anomalyexporter.server.backtest.QueryCounter;
import io.github.anomalyexporter.server.config.Config;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.export.AlertmanagerMetrics;
import io.github.anomalyexporter.server.failure.UsageException;
import io.github.anomalyexporter.server.prometheus.PrometheusClient;
import io.github.anomalyexporter.server.recurrence.CalendarProposals;
import io.github.anomalyexporter.server.recurrence.ProposalSearch;
import io.github.anomalyexporter.server.run.BlockTraining;
import io.github.anomalyexporter.server.run.Clocks;
import io.github.anomalyexporter.server.run.DetectorState;
import io.github.anomalyexporter.server.run.RunKind;
import io.github.anomalyexporter.server.run.RunObserver;
import io.github.anomalyexporter.server.run.RunningDetector;
import io.github.anomalyexporter.server.run.TrainedModel;
import io.github.anomalyexporter.server.run.TrainingSize;
import io.github.anomalyexporter.server.run.TrainingWatch;
import io.github.anomalyexporter.server.run.TrainingWork;
import io.github.anomalyexporter.server.store.ModelStore;
import io.github.anomalyexporter.server.store.TrainingLock;
import io.github.anomalyexporter.server.web.security.SecurityFile;
import io.github.anomalyexporter.server.web.security.SecuritySettings;
import io.github.anomalyexporter.server.yaml.ConfigException;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Operations of the exporter that commands execute once. For use by one thread. */
public final class CommandSession implements AutoCloseable {
  /** Commands export no metrics. */
  private static final RunObserver UNOBSERVED =
      new RunObserver() {
        @Override
        public void stageEnded(String detector, RunKind kind, String stage, Duration duration) {}

        @Override
        public void runEnded(String detector, RunKind kind) {}

        @Override
        public void runFailed(String detector, RunKind kind, String category) {}

        @Override
        public void runsMissed(String detector, RunKind kind, long count) {}
      };

  private final Config config;
  private final Clocks clocks = new Clocks(InstantSource.system(), System::nanoTime);
  private final QueryCounter queries = new QueryCounter();
  private final OpenParts opened = new OpenParts();
  private final Servers servers;

  /** Null before the first training. */
  private @Nullable TrainingLock lock;

  private CommandSession(Config config) {
    this.config = config;
    try {
      this.servers =
          Servers.of(
              config,
              null,
              queries,
              new AlertmanagerMetrics(new PrometheusRegistry()),
              clocks.wall(),
              opened);
    } catch (RuntimeException | Error e) {
      opened.close();
      throw e;
    }
  }

  /**
   * Reads the configuration.
   *
   * @throws ConfigException if it is invalid
   */
  public static CommandSession open(ConfigSource settings) throws ConfigException {
    return new CommandSession(settings.load());
  }

  /**
   * Reads the file of {@code --web.config.file} and the files that it names, as {@code serve} does.
   *
   * @throws ConfigException if it is invalid
   * @throws UsageException if a file that it names cannot be used
   */
  public static SecuritySettings webConfig(Path file) throws ConfigException {
    return new SecurityFile(file, new SecureRandom(), InstantSource.system()).settings();
  }

  public Config config() {
    return config;
  }

  public PrometheusClient client() {
    return servers.prometheus();
  }

  /** Returns null if no Alertmanager is configured. */
  public @Nullable Alertmanager alertmanager() {
    return servers.alertmanager();
  }

  public InstantSource clock() {
    return clocks.wall();
  }

  public List<String> detectors() {
    return config.detectors().stream().map(DetectorConfig::name).toList();
  }

  /**
   * Trains a detector and stores its model; instances left out keep their rows of the previous
   * model.
   *
   * @param forget whether features of the previous model may be missing on all instances
   * @throws io.github.anomalyexporter.server.store.ModelStoreException if the storage cannot be
   *     used, or another session trains with it
   */
  public TrainedModel train(String detector, boolean forget, TrainingWatch watch)
      throws InterruptedException {
    DetectorConfig wanted =
        config.detectors().stream()
            .filter(it -> it.name().equals(detector))
            .findFirst()
            .orElseThrow();
    if (lock == null) {
      lock = opened.add(TrainingLock.acquire(config.storage().path()));
    }
    wanted.type().requireRuntime();
    try (DetectorState state = new DetectorState(wanted)) {
      DetectorParts parts =
          DetectorParts.of(config, state, servers, UNOBSERVED, clocks, this::inThisProcess);
      if (parts.samples() != null) {
        opened.add(parts.samples());
      }
      parts.store().prepare();
      parts.models().restore(TrainingMode.ON);
      parts.restoreKnownInstances();
      readSilences();
      return parts.training().trainNow(forget, watch);
    }
  }

  private TrainingWork inThisProcess(
      RunningDetector running, ModelStore store, @Nullable OpenSamples samples) {
    return new BlockTraining(
        running,
        running.state().config().training(),
        store,
        UNOBSERVED,
        clocks,
        TrainingSize.ofProcess());
  }

  /**
   * Runs a backtest; does not change the storage.
   *
   * @param incidents null if not requested
   */
  public BacktestResult backtest(
      DetectorConfig detector,
      Backtest.When when,
      @Nullable IncidentSource incidents,
      Backtest.Progress progress)
      throws InterruptedException {
    Alertmanager alertmanager = servers.alertmanager();
    if (alertmanager != null) {
      alertmanager.writeNothing();
    }
    readSilences();
    return new DetectorBacktest(servers, queries).run(detector, when, incidents, progress);
  }

  /** Searches the past scores of a detector for anomalies that a calendar entry should cover. */
  public CalendarProposals proposals(DetectorConfig detector) throws InterruptedException {
    return new ProposalSearch(client(), detector, config.calendar(detector))
        .proposals(clock().instant());
  }

  /**
   * Returns the alerts that fired for a detector's instances, whether or not they are excluded from
   * training.
   */
  public FiringAlerts firingAlerts(DetectorConfig detector) {
    return DetectorBacktest.firingAlerts(servers, detector);
  }

  private void readSilences() throws InterruptedException {
    Alertmanager alertmanager = servers.alertmanager();
    if (alertmanager != null) {
      alertmanager.refresh().run(clocks.wall().instant());
    }
  }

  @Override
  public void close() {
    opened.close();
  }
}
