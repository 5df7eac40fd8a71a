package io.github.anomalyexporter.server.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.github.anomalyexporter.core.detector.InstanceReading;
import io.github.anomalyexporter.core.score.InstanceState;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.SmallDetector;
import io.github.anomalyexporter.server.config.ConfigFile;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.exemption.Exemptions;
import io.github.anomalyexporter.server.samples.Sample;
import io.github.anomalyexporter.server.samples.SampleLimits;
import io.github.anomalyexporter.server.samples.SampleStore;
import io.github.anomalyexporter.server.store.ModelStore;
import io.github.anomalyexporter.server.yaml.ConfigException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A detector whose samples are pushed, with the real store and the real TensorFlow. */
class StoredSourceTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static final String YAML =
      """
      detectors:
        - name: pushed
          source: push
          features:
            - {name: cpu, unit: ratio, max: none}
            - {name: memory, unit: bytes, transform: {log: 1000}}
          history: 4h
          min_history: 2h
          query_offset: 0s
          model: {layers: [3, 2, 3], epochs: 20}
      """;

  @TempDir Path directory;
  private DetectorConfig config;
  private DetectorState state;
  private SampleStore samples;
  private ScoringRun scoring;
  private TrainingRun training;
  private Instant now = SmallDetector.NOW;

  @BeforeEach
  void open() throws ConfigException {
    config = ConfigFile.parse("test.yml", YAML).detectors().get(0);
    state = new DetectorState(config);
    samples =
        SampleStore.open(
            directory.resolve("samples.mv"),
            List.of("cpu", "memory"),
            new SampleLimits(MINUTE, Duration.ofHours(6), Duration.ofHours(2), 10),
            () -> now);
    RunningDetector running = new RunningDetector(state, Exemptions.NONE, () -> samples);
    StoredSource source = new StoredSource(config, () -> samples);
    RecordingObserver observer = new RecordingObserver();
    Clocks clocks = new Clocks(() -> now, System::nanoTime);
    ModelStore store = new ModelStore(directory, config.name(), 5, config.type());
    store.prepare();
    scoring = new ScoringRun(running, source, store, observer, clocks);
    training = SmallRuns.training(running, source, config.training(), store, observer, clocks);
  }

  @AfterEach
  void close() {
    samples.close();
    state.close();
  }

  private static Sample sample(Labels instance, Instant time) {
    return new Sample(
        instance,
        time,
        new float[] {
          (float) SmallDetector.cpu(instance, time), (float) SmallDetector.memory(instance, time)
        });
  }

  /** Pushes a sample a minute, some seconds before each full minute. */
  private void push(Labels instance, Instant from, Instant to) {
    List<Sample> batch = new ArrayList<>();
    for (Instant time = from.minusSeconds(7); !time.isAfter(to); time = time.plus(MINUTE)) {
      batch.add(sample(instance, time));
    }
    samples.append(batch);
  }

  private void train() throws InterruptedException {
    push(SmallDetector.WEB, now.minus(Duration.ofHours(4)), now);
    push(SmallDetector.DB, now.minus(Duration.ofHours(3)), now);
    training.trainNow(false, TrainingWatch.SILENT);
  }

  @Test
  void pushed_samples_are_trained_on_and_scored() throws InterruptedException {
    train();

    scoring.run(now);

    assertThat(state.model().manifest().orElseThrow().fleetSize()).isEqualTo(2);
    assertThat(state.board().read(now))
        .extracting(InstanceReading::instance, InstanceReading::state)
        .containsExactly(
            tuple(SmallDetector.DB, InstanceState.OK), tuple(SmallDetector.WEB, InstanceState.OK));
    assertThat(state.board().read(now)).allMatch(it -> it.score() < 1);
  }

  @Test
  void an_anomaly_in_pushed_samples_has_a_score_above_1() throws InterruptedException {
    train();
    List<Sample> anomalous = new ArrayList<>();
    for (int minute = 1; minute <= 5; minute++) {
      anomalous.add(
          new Sample(
              SmallDetector.WEB, now.plus(MINUTE.multipliedBy(minute)), new float[] {3, 1e5f}));
    }
    samples.append(anomalous);
    now = now.plus(MINUTE.multipliedBy(5));

    scoring.run(now);

    InstanceReading web =
        state.board().read(now).stream()
            .filter(it -> it.instance().equals(SmallDetector.WEB))
            .findFirst()
            .orElseThrow();
    assertThat(web.isAnomalous()).isTrue();
    assertThat(state.board().features(SmallDetector.WEB)).isNotEmpty();
  }

  @Test
  void a_source_that_stops_becomes_stale_and_then_vanishes() throws InterruptedException {
    train();
    scoring.run(now);
    Instant stopped = now;
    List<InstanceState> states = new ArrayList<>();
    for (int minute = 0; minute <= 7; minute++) {
      now = stopped.plus(MINUTE.multipliedBy(minute));
      push(SmallDetector.DB, now, now);
      scoring.run(now);
      states.add(
          state.board().read(now).stream()
              .filter(it -> it.instance().equals(SmallDetector.WEB))
              .findFirst()
              .orElseThrow()
              .state());
    }

    assertThat(states.get(0)).isEqualTo(InstanceState.OK);
    assertThat(states.subList(2, 5)).containsOnly(InstanceState.STALE);
    assertThat(states.get(7)).isEqualTo(InstanceState.VANISHED);
  }

  @Test
  void without_samples_there_are_no_instances() throws InterruptedException {
    scoring.run(now);

    assertThat(state.board().read(now)).isEmpty();
    assertThat(new StoredSource(config, () -> samples).whyEmpty())
        .isEqualTo(
            "no instance has a sample of the last 1m; post samples to"
                + " /api/v1/detectors/pushed/samples");
  }
}
