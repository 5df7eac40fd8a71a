package io.github.anomalyexporter.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.autoencoder.AutoencoderDetector;
import io.github.anomalyexporter.core.detector.Scores;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.model.Forecast;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.server.FakePrometheus;
import io.github.anomalyexporter.server.SmallDetector;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.exemption.Exemption;
import io.github.anomalyexporter.server.exemption.ExemptionReason;
import io.github.anomalyexporter.server.exemption.Exemptions;
import io.github.anomalyexporter.server.exemption.LeftOut;
import io.github.anomalyexporter.server.prometheus.PrometheusClient;
import io.github.anomalyexporter.server.store.LoadedModel;
import io.github.anomalyexporter.server.store.Manifest;
import io.github.anomalyexporter.server.store.ModelStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What exemptions do to a model of the real TensorFlow. */
class TrainingExemptionsTest {
  private static final DetectorConfig CONFIG = SmallDetector.config();
  private static final Labels DB = SmallDetector.DB;
  private static final Labels WEB = SmallDetector.WEB;
  private static final String HISTORIES =
      "count_over_time((" + SmallDetector.INSTANCES + ")[4h:5m])";

  /** In the part of the history that the threshold is calibrated on. */
  private static final Instant INCIDENT = SmallDetector.NOW.minus(Duration.ofMinutes(30));

  private static final Instant CALM_AGAIN = INCIDENT.plus(Duration.ofMinutes(15));

  private static final Exemption KNOWN =
      new Exemption(WEB, ExemptionReason.ALERT, INCIDENT, CALM_AGAIN);

  @TempDir Path storage;
  private FakePrometheus prometheus;
  private PrometheusClient client;
  private ModelStore store;
  private DetectorState state;
  private Instant now = SmallDetector.NOW.plus(CONFIG.timing().queryOffset());

  @BeforeEach
  void start() throws IOException {
    prometheus = new FakePrometheus();
    prometheus.putHosts();
    prometheus.put(HISTORIES, WEB, time -> 48.0);
    prometheus.put(HISTORIES, DB, time -> 48.0);
    client = prometheus.client();
    store = new ModelStore(storage, CONFIG.name(), 5, CONFIG.type());
    store.prepare();
    state = new DetectorState(CONFIG);
  }

  @AfterEach
  void stop() {
    client.close();
    prometheus.close();
    state.close();
  }

  /** More than the host ever uses, while its memory is what it always is. */
  private static double illCpu(Instant time) {
    boolean ill = !time.isBefore(INCIDENT) && time.isBefore(CALM_AGAIN);
    return SmallDetector.cpu(WEB, time) + (ill ? 2 : 0);
  }

  private TrainingRun run(Exemptions exemptions) {
    return SmallRuns.training(
        new RunningDetector(state, exemptions),
        new PrometheusSource(state, client),
        SmallDetector.training(CONFIG),
        store,
        new RecordingObserver(),
        new Clocks(() -> now, System::nanoTime));
  }

  private double threshold(Exemptions exemptions) throws InterruptedException {
    run(exemptions).trainNow(false, TrainingWatch.SILENT);
    now = now.plusSeconds(1);
    return row(WEB).calibration().threshold();
  }

  private Manifest.Row row(Labels instance) {
    return state.model().manifest().orElseThrow().rows().stream()
        .filter(row -> row.instance().equals(instance.asMap()))
        .findFirst()
        .orElseThrow();
  }

  /** The score of the host at the end of its incident. */
  private double scoreOfTheIncident() {
    Instant end = CALM_AGAIN.minusSeconds(60);
    int rows = AutoencoderDetector.rowsBefore(CONFIG.features()) + 1;
    TimeRange range = TimeRange.endingAt(end, CONFIG.timing().step(), rows);
    float[] cells = new float[rows * 2];
    for (int row = 0; row < rows; row++) {
      cells[2 * row] = (float) illCpu(range.at(row));
      cells[2 * row + 1] = (float) SmallDetector.memory(WEB, range.at(row));
    }
    Scores scores =
        state
            .model()
            .score(
                new Frame(range, CONFIG.features().queriedNames(), List.of(WEB), List.of(cells)));
    return scores.score(0);
  }

  @Test
  void an_incident_that_is_left_out_does_not_raise_the_threshold() throws InterruptedException {
    double calm = threshold(Exemptions.NONE);
    prometheus.put(SmallDetector.CPU, WEB, TrainingExemptionsTest::illCpu);

    double learned = threshold(Exemptions.NONE);
    double scoreIfLearned = scoreOfTheIncident();
    double leftOut = threshold(StatedExemptions.of(KNOWN));

    assertThat(learned)
        .as("by a bounded factor, since it is one incident, of one of two hosts")
        .isBetween(1.1 * calm, 3 * calm);
    assertThat(scoreIfLearned).as("what was learned is normal").isLessThan(1);
    assertThat(leftOut).isBetween(calm / 1.25, 1.25 * calm);
    assertThat(scoreOfTheIncident()).isGreaterThan(1);
  }

  @Test
  void how_much_was_left_out_is_kept_with_the_model() throws InterruptedException {
    run(StatedExemptions.of(KNOWN)).trainNow(false, TrainingWatch.SILENT);

    // A quarter of an hour, and the row whose rate window reaches back into it.
    LeftOut expected = new LeftOut(242, 16, 0, 0);
    assertThat(row(WEB).leftOut()).isEqualTo(expected);
    assertThat(row(DB).leftOut()).isEqualTo(new LeftOut(242, 0, 0, 0));
    LoadedModel loaded =
        store
            .load(
                SmallDetector.schema(CONFIG),
                (path, reason) -> {
                  throw new AssertionError(reason);
                })
            .orElseThrow();
    assertThat(loaded.manifest().leftOut()).isEqualTo(new LeftOut(484, 16, 0, 0));
  }

  @Test
  void a_host_that_is_trained_alone_leaves_what_is_known_of_the_others()
      throws InterruptedException {
    prometheus.put(HISTORIES, DB, time -> 23.0);
    run(StatedExemptions.of(KNOWN)).run(now);
    assertThat(state.model().manifest().orElseThrow().leftOut())
        .isEqualTo(new LeftOut(242, 16, 0, 0));

    prometheus.put(HISTORIES, DB, time -> 24.0);
    now = now.plus(Duration.ofMinutes(5));
    run(Exemptions.NONE).run(now);

    assertThat(row(WEB).leftOut()).isEqualTo(new LeftOut(242, 16, 0, 0));
    assertThat(row(DB).leftOut()).isEqualTo(new LeftOut(242, 0, 0, 0));
  }

  @Test
  void under_an_alert_that_never_ends_a_host_still_has_a_model() throws InterruptedException {
    run(StatedExemptions.of(new Exemption(WEB, ExemptionReason.ALERT, Instant.MIN, Instant.MAX)))
        .trainNow(false, TrainingWatch.SILENT);

    assertThat(row(WEB).leftOut()).isEqualTo(new LeftOut(242, 121, 0, 0));
    assertThat(row(WEB).trainingRows())
        .isEqualTo(121 - CONFIG.features().lagRows() - Forecast.LAGS);
    assertThat(state.model().manifest().orElseThrow().rows())
        .extracting(Manifest.Row::instance)
        .containsExactly(Map.of(), DB.asMap(), WEB.asMap());
  }

  @Test
  void how_long_a_history_is_does_not_depend_on_what_is_exempt() throws InterruptedException {
    run(StatedExemptions.of(new Exemption(WEB, ExemptionReason.ALERT, Instant.MIN, Instant.MAX)))
        .trainNow(false, TrainingWatch.SILENT);

    assertThat(row(WEB).history()).isEqualTo(row(DB).history()).isEqualTo(Duration.ofHours(4));
  }
}
