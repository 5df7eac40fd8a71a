package io.github.anomalyexporter.benchmarks.api;

import io.github.anomalyexporter.benchmarks.speed.BenchmarkFleet;
import io.github.anomalyexporter.core.feature.Feature;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.server.alertmanager.Alertmanager;
import io.github.anomalyexporter.server.config.ConfigFile;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.exemption.Exemptions;
import io.github.anomalyexporter.server.export.ExporterMetrics;
import io.github.anomalyexporter.server.preview.BacktestRuns;
import io.github.anomalyexporter.server.recent.ScorePoint;
import io.github.anomalyexporter.server.run.Clocks;
import io.github.anomalyexporter.server.run.DetectorState;
import io.github.anomalyexporter.server.run.RunningDetector;
import io.github.anomalyexporter.server.run.ScoringRun;
import io.github.anomalyexporter.server.run.Trainings;
import io.github.anomalyexporter.server.samples.SampleLimits;
import io.github.anomalyexporter.server.samples.SampleStore;
import io.github.anomalyexporter.server.store.Manifest;
import io.github.anomalyexporter.server.store.Manifest.Provenance;
import io.github.anomalyexporter.server.store.ModelStore;
import io.github.anomalyexporter.server.store.ModelStore.Rollback;
import io.github.anomalyexporter.server.web.WebOptions;
import io.github.anomalyexporter.server.web.WebServer;
import io.github.anomalyexporter.server.web.api.ExporterApi;
import io.github.anomalyexporter.server.web.api.Visibility;
import io.github.anomalyexporter.server.web.security.SecurityFile;
import io.github.anomalyexporter.server.yaml.ConfigException;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Two detectors: {@code node} with the features of the preset and as many scored instances as
 * wanted, {@code pushed} with thirty posted features.
 */
public final class MeasuredDetectors implements ExporterApi, AutoCloseable {
  private final DetectorState fleet;
  private final ScoringRun scoring;
  private final Frame window;
  private final DetectorState pushed;
  private final SampleStore samples;
  private final InstantSource clock;
  private final BacktestRuns backtests;

  /**
   * Trains the model, scores all instances once, and fills their last six hours.
   *
   * @param directory for the samples and the known instances
   */
  public MeasuredDetectors(int instances, Path directory, InstantSource clock)
      throws ConfigException, InterruptedException {
    this.clock = clock;
    BenchmarkFleet simulated = new BenchmarkFleet(instances);
    window = simulated.window();
    backtests =
        new BacktestRuns(
            () -> {
              throw new IllegalStateException("no backtest is measured");
            },
            clock);
    fleet = new DetectorState(detector("detectors: [{name: node, max_instances: 100000}]"));
    fleet.serve(new RepeatedScores(simulated.detector(), window), manifest(fleet.config()));
    ModelStore store = new ModelStore(directory, "node", 1, fleet.config().type());
    store.prepare();
    scoring =
        new ScoringRun(
            new RunningDetector(fleet, Exemptions.NONE),
            new RepeatedWindow(window),
            store,
            new ExporterMetrics(new PrometheusRegistry()),
            new Clocks(clock, System::nanoTime));
    score();
    List<ScorePoint> past = past();
    window.instances().forEach(instance -> fleet.recentScores().addPast(instance, past));
    StringBuilder yaml = new StringBuilder("detectors: [{name: pushed, source: push, features: [");
    for (int feature = 0; feature < 30; feature++) {
      yaml.append("{name: f%s, unit: items},".formatted(feature));
    }
    pushed = new DetectorState(detector(yaml + "]}]"));
    samples =
        SampleStore.open(
            directory.resolve("samples.mv"),
            pushed.config().features().features().stream().map(Feature::name).toList(),
            new SampleLimits(Duration.ofMinutes(1), Duration.ofDays(8), Duration.ofHours(2), 1_000),
            clock);
  }

  /** Publishes scores of all instances for the time of the clock, as a scoring run does. */
  public void score() throws InterruptedException {
    scoring.run(clock.instant());
  }

  /** Scores of six hours. */
  private List<ScorePoint> past() {
    Instant now = clock.instant();
    return IntStream.rangeClosed(1, 360)
        .mapToObj(
            minute -> {
              double score = minute % 97 / 100.0;
              return new ScorePoint(now.minusSeconds(60L * (360 - minute)), score, 3, 3 * score);
            })
        .toList();
  }

  private Manifest manifest(DetectorConfig config) {
    Instant now = clock.instant();
    return new Manifest(
        1,
        config.name(),
        config.type().name(),
        "20260302T000000Z",
        Provenance.of(now, now, window.range(), Duration.ofMinutes(1), config.model().training()),
        config.features().fingerprint(),
        window.columns(),
        new Manifest.Architecture(config.model().layers()),
        window.instances().size(),
        List.of(),
        List.of());
  }

  /** The rows that score the first instance. */
  Frame window() {
    return window;
  }

  private static DetectorConfig detector(String yaml) throws ConfigException {
    return ConfigFile.parse("measured", yaml).detectors().get(0);
  }

  /** Serves these detectors on a free port, without a login. */
  public WebServer serve() throws ConfigException {
    PrometheusRegistry registry = new PrometheusRegistry();
    return new WebServer(
        new WebOptions("127.0.0.1", 0, true),
        new SecurityFile(null, new SecureRandom(), InstantSource.system()),
        registry,
        new ExporterMetrics(registry),
        this);
  }

  @Override
  public List<RunningDetector> detectors() {
    return List.of(
        new RunningDetector(fleet, Exemptions.NONE),
        new RunningDetector(pushed, Exemptions.NONE, () -> samples));
  }

  @Override
  public boolean isReady() {
    return true;
  }

  @Override
  public CompletionStage<List<String>> reload() {
    return CompletableFuture.completedFuture(List.of());
  }

  @Override
  public int forget(Map<String, String> labels, Visibility visibility) {
    return 0;
  }

  @Override
  public Optional<StoredModels> models(String detector) {
    return Optional.empty();
  }

  @Override
  public Optional<Trainings.Status> train(String detector) {
    return Optional.empty();
  }

  @Override
  public Optional<Rollback> rollback(String detector, @Nullable String version) {
    return Optional.empty();
  }

  @Override
  public Optional<Alertmanager> alertmanager() {
    return Optional.empty();
  }

  @Override
  public String configuration() {
    return "{}\n";
  }

  @Override
  public BacktestRuns backtests() {
    return backtests;
  }

  @Override
  public InstantSource clock() {
    return clock;
  }

  @Override
  public void close() {
    backtests.close();
    samples.close();
    fleet.close();
    pushed.close();
  }
}
