package io.github.anomalyexporter.server.app;

import io.github.anomalyexporter.core.model.ModelRuntimeException;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.time.PrometheusDuration;
import io.github.anomalyexporter.server.alertmanager.Alertmanager;
import io.github.anomalyexporter.server.config.Config;
import io.github.anomalyexporter.server.config.HttpClientConfig;
import io.github.anomalyexporter.server.config.LinksConfig;
import io.github.anomalyexporter.server.export.ExporterMetrics;
import io.github.anomalyexporter.server.export.ScoreCollector;
import io.github.anomalyexporter.server.failure.UsageException;
import io.github.anomalyexporter.server.preview.BacktestRuns;
import io.github.anomalyexporter.server.run.Clocks;
import io.github.anomalyexporter.server.run.DetectorState;
import io.github.anomalyexporter.server.run.RunningDetector;
import io.github.anomalyexporter.server.run.Trainings;
import io.github.anomalyexporter.server.store.ModelStore.Rollback;
import io.github.anomalyexporter.server.store.ModelStoreException;
import io.github.anomalyexporter.server.store.StorageLock;
import io.github.anomalyexporter.server.web.WebOptions;
import io.github.anomalyexporter.server.web.WebServer;
import io.github.anomalyexporter.server.web.api.ExporterApi;
import io.github.anomalyexporter.server.web.api.Visibility;
import io.github.anomalyexporter.server.web.security.SecurityFile;
import io.github.anomalyexporter.server.yaml.ConfigException;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running exporter. Start and reload succeed completely or change nothing; close returns within
 * seconds. Safe for use by several threads.
 */
public final class Exporter implements ExporterApi, AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(Exporter.class);

  private final ConfigSource settings;
  private final Clocks clocks;
  private final ExporterMetrics metrics;
  private final WebServer web;
  private final Reloads reloads = new Reloads(this::reloadNow);
  private final BacktestRuns backtests;

  /** Lock for replacing the generation and for forgetting instances. */
  private final Object exchange = new Object();

  private StorageLock storage;
  private volatile Generation generation;
  private volatile boolean ready;

  /**
   * Starts the exporter; on return it listens and its schedules run.
   *
   * @param webConfig the file of {@code --web.config.file}; null for no security
   * @throws ConfigException if the configuration or the web configuration is invalid
   * @throws UsageException if a file named by the web configuration cannot be used
   * @throws io.github.anomalyexporter.server.store.ModelStoreException if the storage cannot be
   *     used
   * @throws io.github.anomalyexporter.server.web.WebException if the address cannot be bound
   */
  public Exporter(
      ConfigSource settings, WebOptions webOptions, @Nullable Path webConfig, Clocks clocks)
      throws ConfigException {
    this.settings = settings;
    this.clocks = clocks;
    this.backtests = new BacktestRuns(() -> generation.backtests(), clocks.wall());
    Config config = settings.load();
    SecurityFile security = new SecurityFile(webConfig, new SecureRandom(), clocks.wall());
    PrometheusRegistry registry = new PrometheusRegistry();
    this.metrics = new ExporterMetrics(registry);
    OpenParts opened = new OpenParts();
    try {
      this.storage = opened.add(StorageLock.acquire(config.storage().path()));
      this.generation =
          opened.add(new Generation(config, null, metrics, clocks, settings.training()));
      registry.register(new ScoreCollector(this::detectors, clocks.wall()));
      JvmMetrics.builder().register(registry);
      this.web = opened.add(new WebServer(webOptions, security, registry, metrics, this));
      loaded(config);
      generation.start();
    } catch (RuntimeException | Error e) {
      opened.close();
      throw e;
    }
    ready = true;
    LOGGER.info(
        "listening on {}:{}, {} every {}",
        webOptions.host(),
        web.port(),
        sources(config),
        PrometheusDuration.format(config.detectors().get(0).timing().scoringInterval()));
  }

  private static String sources(Config config) {
    return config.detectors().stream()
        .map(detector -> detector.source().kind())
        .distinct()
        .map(
            kind ->
                switch (kind) {
                  case PROMETHEUS ->
                      "querying "
                          + HttpClientConfig.withoutCredentials(config.prometheus().http().url());
                  case PUSH -> "scoring posted samples";
                  case LOCAL -> "reading this machine";
                })
        .collect(Collectors.joining(", "));
  }

  /** Returns the bound port. */
  public int port() {
    return web.port();
  }

  @Override
  public List<RunningDetector> detectors() {
    return generation.running();
  }

  @Override
  public boolean isReady() {
    return ready;
  }

  @Override
  public LinksConfig links() {
    return generation.config().links();
  }

  @Override
  public InstantSource clock() {
    return clocks.wall();
  }

  @Override
  public CompletionStage<List<String>> reload() {
    return reloads.request();
  }

  /** Reloads on the reload thread; returns the problems. */
  private synchronized List<String> reloadNow() {
    try {
      Config config = settings.load();
      takeOver(config);
      loaded(config);
      LOGGER.info("configuration reloaded");
      return List.of();
    } catch (ConfigException e) {
      return refused(e.lines());
    } catch (ModelStoreException | ModelRuntimeException | UsageException e) {
      return refused(List.of(String.valueOf(e.getMessage())));
    } catch (InterruptedException e) {
      return refused(List.of("the exporter is stopping"));
    } catch (RuntimeException | Error e) {
      LOGGER.error("reload failed", e);
      return refused(List.of("internal error, see the log: " + e));
    }
  }

  private void loaded(Config config) {
    metrics.configLoaded(clocks.wall().instant());
    metrics.alertmanager().show(config.alertmanager() != null);
  }

  private List<String> refused(List<String> problems) {
    metrics.configRefused();
    LOGGER.error("configuration not reloaded, keeping the previous one: {}", problems);
    return problems;
  }

  private void takeOver(Config config) throws InterruptedException {
    Generation old = generation;
    boolean sameStorage = config.storage().path().equals(old.config().storage().path());
    StorageLock lock = sameStorage ? storage : StorageLock.acquire(config.storage().path());
    try {
      Generation next = new Generation(config, old, metrics, clocks, settings.training());
      next.takeOver(old, () -> start(next, old));
    } catch (InterruptedException | RuntimeException | Error e) {
      if (!sameStorage) {
        lock.close();
      }
      throw e;
    }
    if (!sameStorage) {
      storage.close();
      storage = lock;
    }
  }

  private void start(Generation next, Generation old) {
    // Under the lock, so that a reload cannot restore the instance from a file it read earlier.
    synchronized (exchange) {
      next.startAfter(old);
      generation = next;
    }
    backtests.cancelAll("the configuration was reloaded; start the backtest again");
  }

  @Override
  public int forget(Map<String, String> wanted, Visibility visibility) {
    int forgotten = 0;
    synchronized (exchange) {
      for (DetectorParts parts : generation.detectors()) {
        DetectorState state = parts.state();
        for (Labels instance : state.board().known().keySet()) {
          if (state.matches(instance, wanted)
              && visibility.includes(state.config().name(), instance)
              && state.board().forget(instance)) {
            LOGGER.info("detector {}: {} deleted by request", state.config().name(), instance);
            forgotten++;
          }
        }
        parts.store().writeKnownInstances(state.board().known());
      }
    }
    return forgotten;
  }

  @Override
  public Optional<Trainings.Status> train(String detector) {
    // Under the lock, so that a reload does not close the schedule first.
    synchronized (exchange) {
      return generation.detector(detector).map(it -> it.train(clocks.wall().instant()));
    }
  }

  /** Waits for the end of a reload, which may be loading a model that is withdrawn. */
  @Override
  public synchronized Optional<Rollback> rollback(String detector, @Nullable String version) {
    return generation.detector(detector).map(it -> it.parts().models().rollback(version));
  }

  @Override
  public Optional<Alertmanager> alertmanager() {
    return Optional.ofNullable(generation.alertmanager());
  }

  @Override
  public String configuration() {
    return generation.config().text().yaml();
  }

  @Override
  public Optional<StoredModels> models(String detector) {
    return generation
        .detector(detector)
        .map(ScheduledDetector::parts)
        .map(
            parts -> {
              List<String> unreadable = new ArrayList<>();
              return new StoredModels(
                  parts.store().list((place, reason) -> unreadable.add(reason)), unreadable);
            });
  }

  @Override
  public BacktestRuns backtests() {
    return backtests;
  }

  @Override
  public void close() {
    ready = false;
    LOGGER.info("stopping");
    web.close();
    reloads.close();
    backtests.close();
    closeStopped();
  }

  private synchronized void closeStopped() {
    generation.close();
    storage.close();
  }
}
