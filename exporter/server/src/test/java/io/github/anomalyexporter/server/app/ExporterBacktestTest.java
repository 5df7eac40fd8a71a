package io.github.anomalyexporter.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.server.FakePrometheus;
import io.github.anomalyexporter.server.preview.BacktestRun;
import io.github.anomalyexporter.server.preview.BacktestRun.State;
import io.github.anomalyexporter.server.run.Clocks;
import io.github.anomalyexporter.server.web.WebOptions;
import io.github.anomalyexporter.server.yaml.ConfigException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the real schedule, and a Prometheus that does not answer the queries of the backtest. */
class ExporterBacktestTest {
  private static final String PREVIEW = "job=\"preview\"";

  private static final String REQUEST =
      "{\"detector\": \"one\", \"start\": \"1h\", \"selector\": \"job=\\\"preview\\\"\"}";

  @TempDir private Path directory;
  private FakePrometheus prometheus;
  private Exporter exporter;

  @BeforeEach
  void start() throws IOException, ConfigException {
    prometheus = new FakePrometheus();
    prometheus.hangOn(PREVIEW);
    configure("detectors: [{name: one, selector: 'job=\"one\"', scoring_interval: 1s}]");
    exporter =
        new Exporter(
            new ConfigSource(directory.resolve("anomaly-exporter.yml"), null, null),
            new WebOptions("127.0.0.1", 0, true),
            null,
            new Clocks(InstantSource.system(), System::nanoTime));
  }

  @AfterEach
  void stop() {
    exporter.close();
    prometheus.close();
  }

  private void configure(String detectors) throws IOException {
    Files.writeString(
        directory.resolve("anomaly-exporter.yml"),
        "prometheus: {url: '%s', timeout: 2m}%nstorage: {path: '%s'}%n%s%n"
            .formatted(prometheus.url(), directory.resolve("storage"), detectors));
  }

  /** A busy machine may take long. */
  private static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofMinutes(2));
  }

  private BacktestRun begun() throws Exception {
    long before = hanging();
    BacktestRun run = exporter.backtests().start(REQUEST.getBytes(StandardCharsets.UTF_8));
    await().until(() -> hanging() > before);
    assertThat(state(run)).isEqualTo(State.RUNNING);
    return run;
  }

  private long hanging() {
    return prometheus.hanging().stream().filter(it -> it.contains(PREVIEW)).count();
  }

  private State state(BacktestRun run) {
    return exporter.backtests().find(run.id()).orElseThrow().state();
  }

  private String error(BacktestRun run) {
    return String.valueOf(exporter.backtests().find(run.id()).orElseThrow().error());
  }

  private List<String> reload() throws Exception {
    return exporter.reload().toCompletableFuture().get(2, TimeUnit.MINUTES);
  }

  private void awaitScoring() {
    var before = exporter.detectors().get(0).state().lastScoring();
    await().until(() -> !exporter.detectors().get(0).state().lastScoring().equals(before));
  }

  @Test
  void scoring_goes_on_beside_a_backtest_that_is_cancelled_at_any_time() throws Exception {
    BacktestRun run = begun();

    awaitScoring();
    awaitScoring();

    assertThat(state(run)).isEqualTo(State.RUNNING);
    exporter.backtests().remove(run.id());
    await().until(() -> state(run) == State.CANCELLED);
    awaitScoring();
  }

  @Test
  void a_reload_cancels_it_unless_the_reload_fails() throws Exception {
    BacktestRun run = begun();
    configure("detectors: [{name: one, nonsense: 1}]");
    assertThat(reload()).hasSize(1);
    assertThat(state(run)).isEqualTo(State.RUNNING);

    configure("detectors: [{name: one, selector: 'job=\"one\"', scoring_interval: 2s}]");
    assertThat(reload()).isEmpty();

    await().until(() -> state(run) == State.CANCELLED);
    assertThat(error(run)).isEqualTo("the configuration was reloaded; start the backtest again");
    begun();
  }

  @Test
  void the_end_of_the_exporter_ends_it() throws Exception {
    BacktestRun run = begun();

    exporter.close();

    assertThat(state(run)).isEqualTo(State.CANCELLED);
    assertThat(error(run)).isEqualTo("the exporter was stopped");
  }
}
