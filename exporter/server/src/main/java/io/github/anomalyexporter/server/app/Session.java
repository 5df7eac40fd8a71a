package io.github.anomalyexporter.server.app;

import io.github.anomalyexporter.core.detector.DetectorTraining.Outcome;
import io.github.anomalyexporter.core.model.TrainingProgress;
import io.github.anomalyexporter.server.alertmanager.Alertmanager;
import io.github.anomalyexporter.server.alertmanager.FiringAlerts;
import io.github.anomalyexporter.server.backtest.Backtest;
import io.github.anomalyexporter.server.backtest.BacktestResult;
import io.github.anomalyexporter.server.backtest.IncidentSource;
import io.github.anomalyexporter.server.backtest.QueryCounter;
import io.github.anomalyexporter.server.config.AlertmanagerConfig;
import io.github.anomalyexporter.server.config.Config;
import io.github.anomalyexporter.server.config.ConfigException;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.config.UsageException;
import io.github.anomalyexporter.server.export.AlertmanagerMetrics;
import io.github.anomalyexporter.server.prometheus.PrometheusClient;
import io.github.anomalyexporter.server.run.Clocks;
import io.github.anomalyexporter.server.run.DetectorState;
import io.github.anomalyexporter.server.run.RunKind;
import io.github.anomalyexporter.server.run.RunObserver;
import io.github.anomalyexporter.server.store.Manifest;
import io.github.anomalyexporter.server.web.security.SecurityFile;
import io.github.anomalyexporter.server.web.security.SecuritySettings;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the commands do once that the exporter does all the time. For one thread. */
public final class Session implements AutoCloseable {
  /** Nobody scrapes a command. */
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

  private Session(Config config) {
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
   * @throws ConfigException where it has problems
   */
  public static Session open(Settings settings) throws ConfigException {
    return new Session(settings.load());
  }

  /**
   * Reads the file of {@code --web.config.file} and those that it names, as {@code serve} does.
   *
   * @throws ConfigException where it has problems
   * @throws UsageException where a file that it names cannot be used
   */
  public static SecuritySettings webConfig(Path file) throws ConfigException {
    return new SecurityFile(file, new SecureRandom()).settings();
  }

  public Config config() {
    return config;
  }

  public PrometheusClient client() {
    return servers.prometheus();
  }

  /** Null where none is configured. */
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
   * What a training gave.
   *
   * @param version of the stored model; empty where none was stored
   */
  public record Trained(Outcome outcome, String version) {}

  /**
   * Trains a detector and stores its model; rows of instances left out are taken from the last.
   *
   * @param forget whether features that the last model knows may be missing everywhere
   */
  public Trained train(String detector, boolean forget, TrainingProgress progress)
      throws InterruptedException {
    DetectorConfig wanted =
        config.detectors().stream()
            .filter(it -> it.name().equals(detector))
            .findFirst()
            .orElseThrow();
    try (DetectorState state = new DetectorState(wanted)) {
      DetectorParts parts = DetectorParts.of(config, state, servers, UNOBSERVED, clocks);
      parts.store().prepare();
      parts.restoreModel();
      parts.restoreKnownInstances();
      readSilences();
      Outcome outcome = parts.training().trainNow(forget, progress);
      return new Trained(outcome, state.model().manifest().map(Manifest::version).orElse(""));
    }
  }

  /**
   * Goes over a past range; leaves the storage as it is.
   *
   * @param incidents null where none are asked for
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
    Backtest.Sources sources =
        new Backtest.Sources(
            client(), queries, DetectorParts.exemptions(config, detector, servers), incidents);
    return new Backtest(
            detector, sources, DetectorKinds.training(detector), DetectorKinds.format(detector))
        .run(when, progress);
  }

  /**
   * What alerts say was wrong with a detector's instances, whether or not they are learned from.
   */
  public FiringAlerts firingAlerts(DetectorConfig detector) {
    AlertmanagerConfig alertmanager = config.alertmanager();
    return new FiringAlerts(
        client(),
        detector.source().identityLabels(),
        alertmanager == null
            ? AlertmanagerConfig.DEFAULT_INCIDENT_ALERTS
            : alertmanager.incidentAlerts());
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
