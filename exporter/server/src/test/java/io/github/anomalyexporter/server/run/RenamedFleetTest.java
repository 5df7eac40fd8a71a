package io.github.anomalyexporter.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.detector.InstanceReading;
import io.github.anomalyexporter.core.score.InstanceState;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.FakePrometheus;
import io.github.anomalyexporter.server.SmallDetector;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.prometheus.PrometheusClient;
import io.github.anomalyexporter.server.store.ModelStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Half of a fleet has other names from one run to the next, as after a change of relabelling. */
class RenamedFleetTest {
  private static final DetectorConfig CONFIG = SmallDetector.config();
  private static final List<Labels> KEPT = hosts("kept");
  private static final List<Labels> OLD = hosts("old");
  private static final List<Labels> NEW = hosts("new");

  @TempDir Path storage;
  private final RecordingObserver observer = new RecordingObserver();
  private final DetectorState state = new DetectorState(CONFIG);
  private FakePrometheus prometheus;
  private PrometheusClient client;
  private ScoringRun run;
  private Instant now = SmallDetector.NOW.plus(CONFIG.timing().queryOffset());

  private static List<Labels> hosts(String name) {
    return IntStream.range(0, 20)
        .mapToObj(i -> Labels.of("instance", name + "-" + i + ":9100", "job", "node"))
        .toList();
  }

  @BeforeEach
  void start() throws Exception {
    prometheus = new FakePrometheus();
    client = prometheus.client();
    KEPT.forEach(prometheus::putHost);
    OLD.forEach(prometheus::putHost);
    ModelStore store = new ModelStore(storage, CONFIG.name(), 5, CONFIG.type());
    store.prepare();
    state.serve(
        SmallDetector.open(CONFIG, SmallDetector.train(CONFIG)),
        SmallRuns.manifest(CONFIG, "renamed"));
    run =
        SmallRuns.scoring(
            state,
            client,
            store,
            observer,
            new Clocks(() -> now, () -> Duration.between(SmallDetector.NOW, now).toNanos()));
  }

  @AfterEach
  void stop() {
    client.close();
    prometheus.close();
    state.close();
  }

  private void runFor(Duration time) throws InterruptedException {
    Instant end = now.plus(time);
    while (now.isBefore(end)) {
      now = now.plus(CONFIG.timing().scoringInterval());
      run.run(now);
    }
  }

  private Map<Labels, InstanceReading> readings() {
    return state.board().read(now).stream()
        .collect(Collectors.toMap(InstanceReading::instance, reading -> reading));
  }

  private void rename() {
    OLD.forEach(prometheus::remove);
    NEW.forEach(prometheus::putHost);
  }

  @Test
  void the_others_keep_their_scores_and_the_new_names_have_some_at_once()
      throws InterruptedException {
    runFor(Duration.ofMinutes(2));
    rename();
    runFor(Duration.ofSeconds(15));

    assertThat(observer.failed).isEmpty();
    assertThat(readings()).hasSize(60);
    assertThat(readings().values())
        .filteredOn(InstanceReading::hasScore)
        .extracting(InstanceReading::instance)
        .containsExactlyInAnyOrderElementsOf(Stream.concat(KEPT.stream(), NEW.stream()).toList());
  }

  @Test
  void the_old_names_vanish_and_are_forgotten_after_a_day() throws InterruptedException {
    runFor(Duration.ofMinutes(2));
    rename();
    runFor(Duration.ofMinutes(15));
    assertThat(readings().values())
        .filteredOn(reading -> reading.state() == InstanceState.VANISHED)
        .extracting(InstanceReading::instance)
        .containsExactlyInAnyOrderElementsOf(OLD);

    now = now.plus(Duration.ofHours(25));
    runFor(Duration.ofMinutes(1));

    assertThat(state.board().known().keySet())
        .containsExactlyInAnyOrderElementsOf(Stream.concat(KEPT.stream(), NEW.stream()).toList());
    assertThat(OLD).allMatch(host -> state.recentScores().oldest(host).isEmpty());
  }
}
