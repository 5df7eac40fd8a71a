package io.github.anomalyexporter.server.worker;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.anomalyexporter.core.detector.TrainingPlan;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.FakePrometheus;
import io.github.anomalyexporter.server.SmallDetector;
import io.github.anomalyexporter.server.config.ConfigOrigin;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.run.BlockProgress;
import io.github.anomalyexporter.server.run.DetectorState;
import io.github.anomalyexporter.server.run.PastSamples;
import io.github.anomalyexporter.server.run.RunBoundary;
import io.github.anomalyexporter.server.run.RunKind;
import io.github.anomalyexporter.server.run.RunObserver;
import io.github.anomalyexporter.server.run.TrainedModel;
import io.github.anomalyexporter.server.run.TrainingProcessException;
import io.github.anomalyexporter.server.run.TrainingTask;
import io.github.anomalyexporter.server.run.TrainingWatch;
import io.github.anomalyexporter.server.store.ModelStore;
import io.github.anomalyexporter.server.worker.TrainingProcess.Observers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes of the classes of the tests. */
class TrainingProcessTest {
  private static final DetectorConfig CONFIG = SmallDetector.config();

  /** The process queries the history itself. */
  private static final PastSamples UNUSED =
      new PastSamples() {
        @Override
        public Duration rateWindow() {
          throw new UnsupportedOperationException();
        }

        @Override
        public Map<Labels, Duration> histories() {
          throw new UnsupportedOperationException();
        }

        @Override
        public Frame history(List<Labels> instances, int all) {
          throw new UnsupportedOperationException();
        }
      };

  @TempDir Path storage;
  private final List<String> observed = Collections.synchronizedList(new ArrayList<>());
  private final List<BlockProgress> progress = Collections.synchronizedList(new ArrayList<>());
  private final DetectorState state = new DetectorState(CONFIG);
  private FakePrometheus prometheus;
  private ModelStore store;

  @BeforeEach
  void start() throws IOException {
    prometheus = new FakePrometheus();
    prometheus.putHosts();
    store = new ModelStore(storage, CONFIG.name(), 5, CONFIG.type());
    store.prepare();
  }

  @AfterEach
  void stop() {
    prometheus.close();
    state.close();
  }

  private TrainingProcess process() {
    ConfigOrigin origin =
        new ConfigOrigin("small.yml", Path.of(""), SmallDetector.text(), prometheus.url(), storage);
    RunObserver stages =
        new RunObserver() {
          @Override
          public void stageEnded(String detector, RunKind kind, String stage, Duration duration) {
            observed.add(kind.label() + " " + stage);
          }

          @Override
          public void runEnded(String detector, RunKind kind) {}

          @Override
          public void runFailed(String detector, RunKind kind, String category) {}

          @Override
          public void runsMissed(String detector, RunKind kind, long count) {}
        };
    return new TrainingProcess(
        origin,
        state,
        store,
        SmallDetector.schema(CONFIG),
        () -> null,
        new Observers(
            stages, (failure, duration, samples) -> observed.add("request " + failure), it -> {}));
  }

  private TrainedModel train() throws InterruptedException {
    Map<Labels, Duration> lengths =
        Map.of(SmallDetector.DB, Duration.ofHours(4), SmallDetector.WEB, Duration.ofHours(4));
    TrainingPlan plan =
        new TrainingPlan(TrainingPlan.Kind.ALL, List.of(SmallDetector.DB, SmallDetector.WEB));
    return process()
        .run(new TrainingTask(plan, lengths, 2, SmallDetector.NOW, false), UNUSED, watch());
  }

  private TrainingWatch watch() {
    return new TrainingWatch() {
      @Override
      public void blocks(BlockProgress reached) {
        progress.add(reached);
      }

      @Override
      public void epoch(int epoch, int epochs, double meanValidationLoss) {}
    };
  }

  @Test
  void it_trains_and_stores_the_model_and_reports_what_it_does() throws InterruptedException {
    TrainedModel trained = train();

    assertThat(requireNonNull(trained.detector()).rowOfInstance())
        .containsOnlyKeys(SmallDetector.DB, SmallDetector.WEB);
    assertThat(trained.samples()).isEqualTo(2 * 2 * 242);
    assertThat(store.versions())
        .containsExactly(requireNonNull(trained.model()).manifest().version());
    assertThat(observed)
        .containsExactlyInAnyOrder(
            "request null",
            "request null",
            "training query",
            "training exempt",
            "training train",
            "training accept",
            "training store");
    assertThat(progress)
        .containsExactly(new BlockProgress(0, 1, 0, 2), new BlockProgress(1, 1, 2, 2));
  }

  @Test
  void a_failure_has_the_category_and_the_message_of_its_cause() {
    prometheus.fail(FakePrometheus.EVERYTHING, 401, "no");

    assertThatThrownBy(this::train)
        .isInstanceOf(TrainingProcessException.class)
        .hasMessageContaining("401")
        .satisfies(e -> assertThat(RunBoundary.category(e)).isEqualTo("unauthorized"));
    assertThat(store.versions()).isEmpty();
  }

  @Test
  void it_refuses_to_train_without_the_active_model() throws InterruptedException {
    state.serve(
        SmallDetector.open(CONFIG, SmallDetector.train(CONFIG)),
        store.save(
            SmallDetector.train(CONFIG),
            SmallDetector.provenance(CONFIG, SmallDetector.NOW),
            Map.of()));
    store.save(
        SmallDetector.train(CONFIG),
        SmallDetector.provenance(CONFIG, SmallDetector.NOW.plusSeconds(60)),
        Map.of());

    assertThatThrownBy(this::train)
        .isInstanceOf(TrainingProcessException.class)
        .hasMessageContaining(
            "expected to load the active model 20260302T120000Z to train, loaded 20260302T120100Z");
    assertThat(store.versions()).hasSize(2);
  }

  /** The process of a training that waits for an answer, by the arguments of its command. */
  private static ProcessHandle child() {
    return ProcessHandle.current()
        .children()
        .filter(ProcessHandle::isAlive)
        .filter(it -> commandLine(it).contains(TrainingProcess.COMMAND))
        .findFirst()
        .orElseThrow();
  }

  private static String commandLine(ProcessHandle process) {
    try {
      return java.nio.file.Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
    } catch (IOException e) {
      return "";
    }
  }

  private CompletableFuture<TrainedModel> hanging(AtomicReference<@Nullable Thread> thread) {
    prometheus.hangOn("memory");
    CompletableFuture<TrainedModel> training =
        CompletableFuture.supplyAsync(
            () -> {
              thread.set(Thread.currentThread());
              try {
                return train();
              } catch (InterruptedException e) {
                throw new CompletionException(e);
              }
            });
    await().until(() -> !prometheus.hanging().isEmpty() || training.isDone());
    return training;
  }

  @Test
  void a_process_that_is_killed_is_reported_with_the_memory_it_needs() {
    CompletableFuture<TrainedModel> training = hanging(new AtomicReference<>());

    assertThat(child().destroyForcibly()).isTrue();

    assertThatThrownBy(training::join)
        .cause()
        .isInstanceOf(TrainingProcessException.class)
        .hasMessageContaining("it was killed, as the kernel does when memory is short")
        .satisfies(e -> assertThat(RunBoundary.category(e)).isEqualTo("process"));
  }

  @Test
  void an_interrupt_ends_the_process() {
    AtomicReference<@Nullable Thread> thread = new AtomicReference<>();
    CompletableFuture<TrainedModel> training = hanging(thread);
    ProcessHandle child = child();

    requireNonNull(thread.get()).interrupt();

    assertThatThrownBy(training::join).hasCauseInstanceOf(InterruptedException.class);
    await().until(() -> !child.isAlive());
  }
}
