package io.github.anomalyexporter.server.run;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.github.anomalyexporter.core.detector.TrainingPlan;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.frame.RecentRows;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.server.FakePrometheus;
import io.github.anomalyexporter.server.SmallDetector;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.exemption.Exemptions;
import io.github.anomalyexporter.server.http.RequestException;
import io.github.anomalyexporter.server.prometheus.PrometheusClient;
import io.github.anomalyexporter.server.store.Manifest;
import io.github.anomalyexporter.server.store.ModelStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Trainings of more instances than a block has: here two. */
class BlockTrainingTest {
  private static final DetectorConfig CONFIG = SmallDetector.config();
  private static final List<Labels> HOSTS =
      IntStream.rangeClosed(1, 7)
          .mapToObj(i -> Labels.of("instance", "host-" + i + ":9100", "job", "node"))
          .toList();

  @TempDir Path storage;
  private final RecordingObserver observer = new RecordingObserver();
  private final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
  private final Hosts hosts = new Hosts();
  private DetectorState state = new DetectorState(CONFIG);
  private ModelStore store;
  private Instant now = SmallDetector.NOW;

  /** Hosts with a history of four hours, the queries of which may fail. */
  private static final class Hosts implements SampleSource {
    private final List<Labels> asked = Collections.synchronizedList(new ArrayList<>());
    private final Map<Labels, Integer> failures = new ConcurrentHashMap<>();
    private final Set<Labels> interrupting = ConcurrentHashMap.newKeySet();
    private int largest;

    @Override
    public PastSamples past(Instant end) {
      return new PastSamples() {
        @Override
        public Duration rateWindow() {
          return Duration.ofMinutes(1);
        }

        @Override
        public Map<Labels, Duration> histories() {
          Map<Labels, Duration> all = new HashMap<>();
          HOSTS.forEach(host -> all.put(host, Duration.ofHours(4)));
          return all;
        }

        @Override
        public synchronized Frame history(List<Labels> instances, int all)
            throws InterruptedException {
          largest = Math.max(largest, instances.size());
          for (Labels instance : instances) {
            if (interrupting.contains(instance)) {
              throw new InterruptedException("stopped");
            }
            if (failures.merge(instance, -1, Integer::sum) >= 0) {
              throw noAnswer();
            }
          }
          asked.addAll(instances);
          return SmallDetector.frame(instances, end, 242);
        }
      };
    }

    @Override
    public List<Labels> instances(Instant end) {
      return HOSTS;
    }

    @Override
    public RecentRows window(List<Labels> instances, Instant end) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Frame rows(List<Labels> instances, TimeRange range) {
      throw new UnsupportedOperationException();
    }

    @Override
    public String whyEmpty() {
      return "of no interest";
    }
  }

  /** The failure of a server that has ended. */
  private static RequestException noAnswer() {
    try (PrometheusClient client = clientOfNothing()) {
      return catchThrowableOfType(
          RequestException.class, () -> client.query("up", SmallDetector.NOW, series -> {}));
    }
  }

  private static PrometheusClient clientOfNothing() {
    try (FakePrometheus server = new FakePrometheus()) {
      return server.client();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @BeforeEach
  void prepare() {
    store = new ModelStore(storage, CONFIG.name(), 5, CONFIG.type());
    store.prepare();
  }

  @AfterEach
  void close() {
    state.close();
  }

  private TrainingRun training() {
    return SmallRuns.training(
        new RunningDetector(state, Exemptions.NONE),
        hosts,
        SmallDetector.training(CONFIG),
        store,
        observer,
        new Clocks(() -> now, System::nanoTime),
        new TrainingSize(Runtime.getRuntime().maxMemory(), 2, 2, pauses::add));
  }

  private Set<Labels> active() {
    return new TreeMap<>(requireNonNull(state.model().trained()).rowOfInstance()).keySet();
  }

  private static Manifest.Row row(Map<Labels, Manifest.Row> rows, Labels host) {
    return requireNonNull(rows.get(host));
  }

  private boolean isUnfinished() {
    return Files.exists(storage.resolve(CONFIG.name()).resolve(".training"));
  }

  @Test
  void all_blocks_become_one_model() throws InterruptedException {
    List<BlockProgress> progress = Collections.synchronizedList(new ArrayList<>());

    training().trainNow(false, watch(progress));

    assertThat(hosts.largest).isEqualTo(2);
    assertThat(active()).containsExactlyElementsOf(HOSTS);
    assertThat(store.list((place, reason) -> {})).hasSize(1);
    assertThat(isUnfinished()).isFalse();
    assertThat(progress)
        .containsExactly(
            new BlockProgress(0, 4, 0, 7),
            new BlockProgress(1, 4, 2, 7),
            progress.get(2),
            progress.get(3),
            new BlockProgress(4, 4, 7, 7));
    assertThat(
            store
                .load(SmallDetector.schema(CONFIG), (place, reason) -> {})
                .orElseThrow()
                .trained()
                .rowOfInstance())
        .hasSize(7);
  }

  private static TrainingWatch watch(List<BlockProgress> progress) {
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
  void an_instance_is_trained_as_in_one_block() throws InterruptedException {
    training().trainNow(false, TrainingWatch.SILENT);
    Map<Labels, Manifest.Row> blocks = state.model().manifest().orElseThrow().rowByInstance();
    state.close();
    state = new DetectorState(CONFIG);
    SmallRuns.training(
            new RunningDetector(state, Exemptions.NONE),
            hosts,
            SmallDetector.training(CONFIG),
            store,
            observer,
            new Clocks(() -> now, System::nanoTime))
        .trainNow(false, TrainingWatch.SILENT);
    Map<Labels, Manifest.Row> one = state.model().manifest().orElseThrow().rowByInstance();

    for (Labels host : HOSTS) {
      // The usual threshold of the fleet, to which each is moved, is that of the first block.
      assertThat(row(blocks, host).trainingRows()).isEqualTo(row(one, host).trainingRows());
      assertThat(row(blocks, host).calibration().threshold())
          .isCloseTo(row(one, host).calibration().threshold(), withinPercentage(30));
    }
  }

  @Test
  void a_block_that_fails_is_tried_again_after_pauses_and_the_others_go_on()
      throws InterruptedException {
    hosts.failures.put(HOSTS.get(1), 2);

    training().trainNow(false, TrainingWatch.SILENT);

    assertThat(pauses).isEqualTo(BlockPool.PAUSES);
    assertThat(active()).containsExactlyElementsOf(HOSTS);
  }

  @Test
  void what_cannot_be_queried_is_due_again_and_is_said() throws InterruptedException {
    hosts.failures.put(HOSTS.get(1), 3);
    TrainingRun training = training();

    assertThatThrownBy(() -> training.run(now))
        .isInstanceOf(BlocksFailedException.class)
        .hasMessage(
            "the history of 2 instances could not be queried; they are trained at the next attempt");

    assertThat(active()).hasSize(5).doesNotContain(HOSTS.get(1), HOSTS.get(5));
    assertThat(requireNonNull(state.trainings().status().last()).report().reason())
        .contains("2 instances could not be read");
    assertThat(training.longestPause()).isEqualTo(Duration.ofHours(1));
    hosts.asked.clear();
    now = now.plus(Duration.ofMinutes(1));
    training.run(now);
    assertThat(hosts.asked).containsExactly(HOSTS.get(1), HOSTS.get(5));
    assertThat(active()).containsExactlyElementsOf(HOSTS);
  }

  @Test
  void a_source_that_does_not_answer_ends_the_training_which_resumes() throws Exception {
    HOSTS.stream().skip(1).forEach(host -> hosts.failures.put(host, 100));
    hosts.failures.remove(HOSTS.get(4));

    assertThatThrownBy(() -> training().trainNow(false, TrainingWatch.SILENT))
        .isInstanceOf(RequestException.class);
    assertThat(isUnfinished()).as("the block of the first and the fifth").isTrue();
    assertThat(state.model().trained()).isNull();

    hosts.failures.clear();
    hosts.asked.clear();
    training().trainNow(false, TrainingWatch.SILENT);

    assertThat(hosts.asked).doesNotContain(HOSTS.get(0), HOSTS.get(4)).hasSize(5);
    assertThat(active()).containsExactlyElementsOf(HOSTS);
    assertThat(isUnfinished()).isFalse();
  }

  @Test
  void an_interrupted_training_resumes_in_the_next_process() throws Exception {
    hosts.interrupting.add(HOSTS.get(3));

    assertThatThrownBy(() -> training().trainNow(false, TrainingWatch.SILENT))
        .isInstanceOf(InterruptedException.class);
    hosts.interrupting.clear();
    Set<Labels> before = Set.copyOf(hosts.asked);
    hosts.asked.clear();
    state.close();
    state = new DetectorState(CONFIG);
    now = now.plus(Duration.ofHours(1));
    training().trainNow(false, TrainingWatch.SILENT);

    assertThat(before).contains(HOSTS.get(0), HOSTS.get(4));
    assertThat(hosts.asked).doesNotContain(HOSTS.get(0), HOSTS.get(4));
    assertThat(active()).containsExactlyElementsOf(HOSTS);
  }

  @Test
  void blocks_that_are_too_old_or_damaged_are_trained_again() throws Exception {
    for (Break broken : Break.values()) {
      hosts.interrupting.add(HOSTS.get(3));
      assertThatThrownBy(() -> training().trainNow(false, TrainingWatch.SILENT))
          .isInstanceOf(InterruptedException.class);
      hosts.interrupting.clear();
      hosts.asked.clear();
      if (broken == Break.OLD) {
        now = now.plus(CONFIG.history().trainingInterval()).plusSeconds(1);
      } else {
        Path block = storage.resolve(CONFIG.name()).resolve(".training/block-000000/block.json");
        Files.writeString(block, "{}");
      }
      training().trainNow(false, TrainingWatch.SILENT);
      assertThat(hosts.asked).as(broken.name()).containsExactlyInAnyOrderElementsOf(HOSTS);
    }
  }

  /** Why blocks are of no use. */
  private enum Break {
    OLD,
    DAMAGED
  }

  @Test
  void instances_of_a_new_model_alone_are_trained_into_it() throws InterruptedException {
    training().trainNow(false, TrainingWatch.SILENT);
    Manifest first = state.model().manifest().orElseThrow();
    TrainingTask task =
        new TrainingTask(
            new TrainingPlan(TrainingPlan.Kind.SOME, HOSTS.subList(0, 3)), Map.of(), 7, now, false);
    now = now.plusSeconds(60);
    TrainedModel trained =
        new BlockTraining(
                new RunningDetector(state, Exemptions.NONE),
                SmallDetector.training(CONFIG),
                store,
                observer,
                new Clocks(() -> now, System::nanoTime),
                new TrainingSize(Runtime.getRuntime().maxMemory(), 2, 2, pauses::add))
            .run(task, hosts.past(now), TrainingWatch.SILENT);

    Map<Labels, Manifest.Row> rows = requireNonNull(trained.model()).manifest().rowByInstance();
    assertThat(rows).hasSize(8);
    assertThat(HOSTS.subList(0, 3)).allMatch(host -> row(rows, host).trainedAt().equals(now));
    assertThat(HOSTS.subList(3, 7))
        .allMatch(host -> row(rows, host).equals(first.rowByInstance().get(host)));
  }
}
