package io.github.anomalyexporter.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.anomalyexporter.core.detector.InstanceReading;
import io.github.anomalyexporter.core.detector.KnownInstance;
import io.github.anomalyexporter.core.score.ThresholdRaise;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.FakePrometheus;
import io.github.anomalyexporter.server.SmallDetector;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.exemption.Exemptions;
import io.github.anomalyexporter.server.prometheus.PrometheusClient;
import io.github.anomalyexporter.server.store.Manifest;
import io.github.anomalyexporter.server.store.ModelStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** A detector of one instance in a Prometheus that has more. */
class InstanceLimitRunTest {
  private static final DetectorConfig CONFIG = SmallDetector.config("max_instances: 1\n");
  private static final Instant START = SmallDetector.NOW.plus(CONFIG.timing().queryOffset());

  @TempDir Path storage;
  private final RecordingObserver observer = new RecordingObserver();
  private final DetectorState state = new DetectorState(CONFIG);
  private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
  private final Logger logger = (Logger) LoggerFactory.getLogger(ScoringRun.class);
  private FakePrometheus prometheus;
  private PrometheusClient client;
  private ModelStore store;
  private Instant now = START;

  @BeforeEach
  void start() throws IOException {
    prometheus = new FakePrometheus();
    prometheus.putHosts();
    client = prometheus.client();
    store = new ModelStore(storage, CONFIG.name(), 5, CONFIG.type());
    store.prepare();
    logged.start();
    logger.setLevel(Level.INFO);
    logger.addAppender(logged);
  }

  @AfterEach
  void stop() {
    logger.detachAppender(logged);
    logger.setLevel(null);
    client.close();
    prometheus.close();
    state.close();
  }

  private ScoringRun scoring() {
    return SmallRuns.scoring(
        state, client, store, observer, new Clocks(() -> now, System::nanoTime));
  }

  private List<Labels> watched() {
    return state.board().read(now).stream().map(InstanceReading::instance).toList();
  }

  @Test
  void one_too_many_is_counted_and_named_when_it_comes_and_when_it_is_gone()
      throws InterruptedException {
    ScoringRun run = scoring();
    run.run(now);
    run.run(now);

    assertThat(watched()).containsExactly(SmallDetector.DB);
    assertThat(state.overLimit()).isEqualTo(1);
    assertThat(logged.list)
        .singleElement()
        .extracting(ILoggingEvent::getFormattedMessage)
        .asString()
        .contains("2 instances, 1 more than max_instances")
        .contains("web-1:9100")
        .doesNotContain("db-1:9100");

    prometheus.remove(SmallDetector.WEB);
    run.run(now);
    assertThat(state.overLimit()).isZero();
    assertThat(logged.list).hasSize(2);
  }

  @Test
  void who_was_known_before_a_restart_is_watched_and_not_the_first_by_name()
      throws InterruptedException {
    store.writeKnownInstances(
        Map.of(SmallDetector.WEB, new KnownInstance(START.minusSeconds(60), ThresholdRaise.NONE)));
    store.readKnownInstances().forEach(state.board()::restore);

    scoring().run(now);

    assertThat(watched()).containsExactly(SmallDetector.WEB);
  }

  @Test
  void only_who_is_watched_is_trained() throws InterruptedException {
    String histories = "count_over_time((" + SmallDetector.INSTANCES + ")[4h:5m])";
    prometheus.put(histories, SmallDetector.WEB, time -> 48.0);
    prometheus.put(histories, SmallDetector.DB, time -> 48.0);
    state.board().restore(SmallDetector.WEB, new KnownInstance(START, ThresholdRaise.NONE));

    SmallRuns.training(
            new RunningDetector(state, Exemptions.NONE),
            new PrometheusSource(state, client),
            SmallDetector.training(CONFIG),
            store,
            observer,
            new Clocks(() -> now, System::nanoTime))
        .run(now);

    assertThat(state.model().manifest().orElseThrow().rows())
        .extracting(Manifest.Row::instance)
        .containsExactly(Map.of(), SmallDetector.WEB.asMap());
  }
}
