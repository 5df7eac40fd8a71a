package io.github.anomalyexporter.server.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.anomalyexporter.server.FakePrometheus;
import io.github.anomalyexporter.server.config.Config;
import io.github.anomalyexporter.server.config.ConfigFile;
import io.github.anomalyexporter.server.export.ExporterMetrics;
import io.github.anomalyexporter.server.run.Clocks;
import io.github.anomalyexporter.server.run.RunningDetector;
import io.github.anomalyexporter.server.run.TrainingOffException;
import io.github.anomalyexporter.server.store.ModelStoreException;
import io.github.anomalyexporter.server.yaml.ConfigException;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the real schedule, and a Prometheus that has no instances. */
class GenerationTest {
  private static final String TWO =
      """
      detectors:
        - name: one
          selector: job="one"
          scoring_interval: 1s
        - name: two
          selector: job="two"
          scoring_interval: 1s
      """;

  private static final String OTHER_FEATURES = "    explanation: {top_features: 2}\n";

  private static final Clocks CLOCKS = new Clocks(InstantSource.system(), System::nanoTime);

  @TempDir private Path directory;
  private FakePrometheus prometheus;
  private ExporterMetrics metrics;
  private Generation old;

  @BeforeEach
  void start() throws IOException, ConfigException {
    prometheus = new FakePrometheus();
    metrics = new ExporterMetrics(new PrometheusRegistry());
    old = new Generation(config(TWO), null, metrics, CLOCKS, TrainingMode.ON);
    old.start();
  }

  @AfterEach
  void stop() {
    old.close();
    prometheus.close();
  }

  private Config config(String detectors) throws IOException, ConfigException {
    Path file = directory.resolve("anomaly-exporter.yml");
    Files.writeString(
        file,
        "prometheus:\n  url: %s\n  timeout: 2m\nstorage:\n  path: %s\n%s"
            .formatted(prometheus.url(), directory.resolve("storage"), detectors));
    return ConfigFile.load(file);
  }

  private Generation next(String detectors) throws IOException, ConfigException {
    return new Generation(config(detectors), old, metrics, CLOCKS, TrainingMode.ON);
  }

  private void takeOver(Generation next) throws InterruptedException {
    Generation before = old;
    next.takeOver(before, () -> next.startAfter(before));
    old = next;
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("anomaly-exporter-"))
        .collect(Collectors.toSet());
  }

  /** A busy machine may take long. */
  private static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofMinutes(2));
  }

  private void awaitScoring(RunningDetector detector) {
    var before = detector.state().lastScoring();
    await().until(() -> !detector.state().lastScoring().equals(before));
  }

  @Test
  void a_process_that_only_scores_refuses_trainings_and_goes_on() throws Exception {
    takeOver(new Generation(config(TWO + OTHER_FEATURES), old, metrics, CLOCKS, TrainingMode.OFF));

    ScheduledDetector two = old.detector("two").orElseThrow();
    assertThatThrownBy(() -> two.train(CLOCKS.wall().instant()))
        .isInstanceOf(TrainingOffException.class);
    assertThat(two.parts().state().trainings().status().requestedAt()).isNull();
    awaitScoring(old.running().get(1));
  }

  @Test
  void a_process_that_only_scores_leaves_the_unfinished_model_of_a_training() throws Exception {
    old.close();
    Path unfinished = directory.resolve("storage/one/.unfinished-20260304T140000Z");
    Files.createDirectories(unfinished);

    old = new Generation(config(TWO), null, metrics, CLOCKS, TrainingMode.OFF);
    assertThat(unfinished).exists();
    old.close();

    old = new Generation(config(TWO), null, metrics, CLOCKS, TrainingMode.ON);
    assertThat(unfinished).doesNotExist();
  }

  @Test
  void an_unchanged_configuration_leaves_everything_running() throws Exception {
    List<RunningDetector> detectors = old.running();
    awaitScoring(detectors.get(0));
    Set<Thread> schedules = threads();

    takeOver(next(TWO));

    assertThat(old.running().get(0)).isSameAs(detectors.get(0));
    assertThat(old.running().get(1)).isSameAs(detectors.get(1));
    assertThat(threads()).isEqualTo(schedules);
    awaitScoring(detectors.get(0));
  }

  @Test
  void a_run_of_an_unchanged_detector_is_not_interrupted() throws Exception {
    old.close();
    prometheus.fail(FakePrometheus.EVERYTHING, FakePrometheus.HANGS, "");
    old = new Generation(config(TWO), null, metrics, CLOCKS, TrainingMode.ON);
    old.start();
    await().until(() -> hanging("one") == 2);

    takeOver(next(TWO.replace("two", "three")));

    // What was interrupted would be scheduled anew, as the new detector is, and would query again.
    await().until(() -> hanging("three") == 2);
    assertThat(hanging("one")).isEqualTo(2);
  }

  /** Scoring and training of a detector each wait for the answer to one request. */
  private long hanging(String job) {
    return prometheus.hanging().stream().filter(it -> it.contains("job=\"" + job + "\"")).count();
  }

  @Test
  void a_changed_detector_is_replaced_and_the_other_one_stays() throws Exception {
    RunningDetector one = old.running().get(0);
    RunningDetector two = old.running().get(1);

    takeOver(next(TWO + OTHER_FEATURES));

    assertThat(old.running().get(0)).isSameAs(one);
    assertThat(old.running().get(1).state()).isNotSameAs(two.state());
    awaitScoring(old.running().get(1));
  }

  @Test
  void a_changed_calendar_keeps_model_and_board() throws Exception {
    RunningDetector two = old.running().get(1);

    takeOver(next(TWO + "    calendar: [{name: backup, schedule: 30 1 * * *, duration: 2h}]\n"));

    assertThat(old.running().get(1)).isNotSameAs(two);
    assertThat(old.running().get(1).state()).isSameAs(two.state());
    awaitScoring(two);
  }

  @Test
  void where_the_new_runs_do_not_start_the_old_ones_go_on() throws Exception {
    RunningDetector two = old.running().get(1);
    awaitScoring(two);
    Set<Thread> schedules = threads();
    Generation next = next(TWO + OTHER_FEATURES);

    assertThatThrownBy(
            () ->
                next.takeOver(
                    old,
                    () -> {
                      next.startAfter(old);
                      throw new OutOfMemoryError("unable to create native thread");
                    }))
        .isInstanceOf(OutOfMemoryError.class);

    awaitScoring(two);
    awaitScoring(old.running().get(0));
    await().untilAsserted(() -> assertThat(threads()).isEqualTo(schedules));
  }

  @Test
  void where_a_generation_cannot_be_built_nothing_of_it_stays_open() throws Exception {
    awaitScoring(old.running().get(1));
    Set<Thread> schedules = threads();
    Files.writeString(directory.resolve("storage/three"), "where a directory should be");

    assertThatThrownBy(() -> next(TWO + OTHER_FEATURES + "  - name: three\n"))
        .isInstanceOf(ModelStoreException.class);

    await().untilAsserted(() -> assertThat(threads()).isEqualTo(schedules));
    awaitScoring(old.running().get(1));
  }
}
