package io.github.anomalyexporter.server.web;

import io.github.anomalyexporter.server.alertmanager.Alertmanager;
import io.github.anomalyexporter.server.config.LinksConfig;
import io.github.anomalyexporter.server.exemption.Exemptions;
import io.github.anomalyexporter.server.export.ExporterMetrics;
import io.github.anomalyexporter.server.preview.BacktestRun;
import io.github.anomalyexporter.server.preview.BacktestRuns;
import io.github.anomalyexporter.server.preview.BadRequestException;
import io.github.anomalyexporter.server.preview.HeldRunner;
import io.github.anomalyexporter.server.preview.TooManyRunsException;
import io.github.anomalyexporter.server.recent.ScrapedScores;
import io.github.anomalyexporter.server.run.DetectorState;
import io.github.anomalyexporter.server.run.KnownState;
import io.github.anomalyexporter.server.run.PastRows;
import io.github.anomalyexporter.server.run.RunningDetector;
import io.github.anomalyexporter.server.run.Trainings;
import io.github.anomalyexporter.server.store.ModelStore.Rollback;
import io.github.anomalyexporter.server.store.StoredModel;
import io.github.anomalyexporter.server.web.api.ExporterApi;
import io.github.anomalyexporter.server.web.api.Visibility;
import io.github.anomalyexporter.server.web.security.SecurityFile;
import io.github.anomalyexporter.server.yaml.ConfigException;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Does what it is asked and remembers it. */
final class ObedientExporter implements ExporterApi {
  volatile DetectorState state;
  volatile Exemptions exemptions;
  volatile @Nullable ScrapedScores scraped;
  volatile @Nullable PastRows rows;
  volatile StoredModels stored;
  volatile LinksConfig links;
  volatile @Nullable RuntimeException failure;
  volatile @Nullable RuntimeException trainingRefused;
  volatile boolean ready;
  volatile int reloads;
  volatile List<String> problems;
  volatile CompletableFuture<Boolean> finished;
  volatile List<RunningDetector> others;
  volatile @Nullable Alertmanager alertmanager;
  volatile String configuration;
  volatile Function<@Nullable String, Rollback> rollback;
  final HeldRunner runner = new HeldRunner();
  private final BacktestRuns backtests = new BacktestRuns(() -> runner, clock());
  final List<Map<String, String>> forgotten = new CopyOnWriteArrayList<>();

  ObedientExporter() {
    reset();
  }

  final void reset() {
    state = KnownState.scored();
    exemptions = Exemptions.NONE;
    scraped = null;
    rows = null;
    failure = null;
    stored = new StoredModels(List.of(), List.of());
    links = LinksConfig.NONE;
    ready = true;
    reloads = 0;
    problems = List.of();
    finished = CompletableFuture.completedFuture(true);
    others = List.of();
    alertmanager = null;
    configuration = "{}\n";
    rollback =
        version ->
            new Rollback(
                "20260302T130000Z",
                new StoredModel(Path.of("node"), state.model().manifest().orElseThrow(), false));
    backtests.cancelAll("the test has ended");
    forgotten.clear();
  }

  /** Serves this exporter on a free port, without users. */
  WebServer serve(boolean lifecycle) throws ConfigException {
    return serve(new WebOptions("127.0.0.1", 0, lifecycle), request -> Visibility.ALL);
  }

  /**
   * Serves this exporter, without users.
   *
   * @param visibility the instances that the caller of a request sees
   */
  WebServer serve(WebOptions options, Function<HttpServletRequest, Visibility> visibility)
      throws ConfigException {
    PrometheusRegistry registry = new PrometheusRegistry();
    return new WebServer(
        options,
        WebLimits.DEFAULT,
        new SecurityFile(null, new SecureRandom(), InstantSource.system()),
        registry,
        new ExporterMetrics(registry),
        this,
        visibility);
  }

  @Override
  public List<RunningDetector> detectors() {
    RunningDetector detector = new RunningDetector(state, exemptions);
    List<RunningDetector> all = new ArrayList<>();
    all.add(
        new RunningDetector(
            state, exemptions, rows == null ? detector.rows() : rows, null, scraped));
    all.addAll(others);
    return all;
  }

  @Override
  public boolean isReady() {
    return ready;
  }

  @Override
  public synchronized CompletionStage<List<String>> reload() {
    reloads++;
    return finished.thenApply(done -> problems);
  }

  @Override
  public int forget(Map<String, String> labels, Visibility visibility) {
    forgotten.add(labels);
    return (int)
        state.board().known().keySet().stream()
            .filter(instance -> state.matches(instance, labels))
            .filter(instance -> visibility.includes(state.config().name(), instance))
            .filter(instance -> state.board().forget(instance))
            .count();
  }

  @Override
  public Optional<Trainings.Status> train(String detector) {
    RuntimeException refusal = trainingRefused;
    if (refusal != null) {
      throw refusal;
    }
    return isKnown(detector)
        ? Optional.of(state.trainings().request(clock().instant()))
        : Optional.empty();
  }

  @Override
  public Optional<Rollback> rollback(String detector, @Nullable String version) {
    return isKnown(detector)
        ? Optional.ofNullable(state.trainings().whileIdle(() -> rollback.apply(version)))
        : Optional.empty();
  }

  private boolean isKnown(String detector) {
    return detector.equals(state.config().name());
  }

  @Override
  public Optional<Alertmanager> alertmanager() {
    return Optional.ofNullable(alertmanager);
  }

  @Override
  public String configuration() {
    return configuration;
  }

  @Override
  public Optional<StoredModels> models(String detector) {
    if (failure != null) {
      throw failure;
    }
    return isKnown(detector) ? Optional.of(stored) : Optional.empty();
  }

  /** Starts a backtest, which runs until it is cancelled or the test ends it. */
  BacktestRun startBacktest() {
    try {
      return backtests.start("{\"detector\": \"node\"}".getBytes(StandardCharsets.UTF_8));
    } catch (BadRequestException | TooManyRunsException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public BacktestRuns backtests() {
    return backtests;
  }

  @Override
  public LinksConfig links() {
    return links;
  }

  @Override
  public InstantSource clock() {
    return InstantSource.fixed(KnownState.TIME);
  }
}
