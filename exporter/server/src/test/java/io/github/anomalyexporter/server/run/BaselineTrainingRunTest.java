package io.github.anomalyexporter.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.detector.DetectorKind;
import io.github.anomalyexporter.core.detector.DetectorTraining;
import io.github.anomalyexporter.core.detector.Scores;
import io.github.anomalyexporter.core.score.InstanceState;
import io.github.anomalyexporter.server.FakePrometheus;
import io.github.anomalyexporter.server.SmallDetector;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.exemption.Exemptions;
import io.github.anomalyexporter.server.kind.DetectorKinds;
import io.github.anomalyexporter.server.prometheus.PrometheusClient;
import io.github.anomalyexporter.server.store.LoadedModel;
import io.github.anomalyexporter.server.store.Manifest;
import io.github.anomalyexporter.server.store.ModelStore;
import io.github.anomalyexporter.server.store.ModelStore.Schema;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A training run of a kind without a network: the same as of any other. */
class BaselineTrainingRunTest {
  private static final DetectorConfig CONFIG = SmallDetector.config();
  private static final String HISTORIES =
      "count_over_time((" + SmallDetector.INSTANCES + ")[4h:5m])";
  private static final Instant START = SmallDetector.NOW.plus(CONFIG.timing().queryOffset());

  @TempDir Path storage;
  private final RecordingObserver observer = new RecordingObserver();
  private final DetectorState state = new DetectorState(CONFIG);
  private FakePrometheus prometheus;
  private PrometheusClient client;
  private Instant now = START;

  /** Points of history that one host has; two hours are 24. */
  private double points = 23;

  static Stream<DetectorKind> kinds() {
    return DetectorKinds.all().stream().filter(kind -> !kind.hasNetwork());
  }

  @BeforeEach
  void start() throws IOException {
    prometheus = new FakePrometheus();
    prometheus.putHosts();
    prometheus.put(HISTORIES, SmallDetector.WEB, time -> points);
    prometheus.put(HISTORIES, SmallDetector.DB, time -> 48.0);
    client = prometheus.client();
  }

  @AfterEach
  void stop() {
    client.close();
    prometheus.close();
    state.close();
  }

  private static final Schema SCHEMA =
      new Schema(CONFIG.features(), List.of(), Duration.ofMinutes(1));

  private static DetectorTraining training(DetectorKind kind) {
    return new DetectorTraining(kind, CONFIG.features(), CONFIG.training().options());
  }

  private RunBoundary run(DetectorKind kind, ModelStore store) {
    return new RunBoundary(
        CONFIG.name(),
        RunKind.TRAINING,
        SmallRuns.training(
            new RunningDetector(state, Exemptions.NONE),
            new PrometheusSource(state, client),
            training(kind),
            store,
            observer,
            new Clocks(() -> now, System::nanoTime)),
        observer,
        System::nanoTime);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void it_is_trained_then_trained_into_stored_and_serves(DetectorKind kind)
      throws InterruptedException {
    ModelStore store = new ModelStore(storage, CONFIG.name(), 5, kind);
    store.prepare();
    RunBoundary run = run(kind, store);

    run.run(now);

    Scores alone = state.model().score(SmallDetector.window(CONFIG));
    assertThat(observer.failed).isEmpty();
    assertThat(alone.score(0)).isFinite().isPositive();
    assertThat(alone.state(1)).as("has no history yet").isEqualTo(InstanceState.WARMING_UP);
    Manifest.Row first = state.model().manifest().orElseThrow().rows().get(1);

    points = 24;
    now = START.plus(Duration.ofMinutes(5));
    run.run(now);

    Manifest manifest = state.model().manifest().orElseThrow();
    Scores both = state.model().score(SmallDetector.window(CONFIG));
    assertThat(observer.failed).isEmpty();
    assertThat(manifest.rows())
        .extracting(Manifest.Row::instance)
        .containsExactly(Map.of(), SmallDetector.DB.asMap(), SmallDetector.WEB.asMap());
    assertThat(manifest.rows().get(1)).as("not trained again").isEqualTo(first);
    assertThat(manifest.type()).isEqualTo(kind.name());
    assertThat(both.score(0)).isEqualTo(alone.score(0));
    assertThat(both.state(1)).isEqualTo(InstanceState.OK);
    assertThat(both.score(1)).isFinite().isPositive();

    LoadedModel loaded = store.load(SCHEMA, (path, reason) -> {}).orElseThrow();
    assertThat(loaded.manifest()).isEqualTo(manifest);
    assertThat(kind.open(loaded.trained(), 0.5).score(SmallDetector.window(CONFIG)).score(1))
        .isEqualTo(both.score(1));
  }
}
