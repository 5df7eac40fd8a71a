package io.github.anomalyexporter.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.server.FakePrometheus;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person sees of what cannot be done. */
class BacktestCommandTest {
  @TempDir private Path directory;
  @AutoClose private final FakePrometheus prometheus = new FakePrometheus();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  BacktestCommandTest() throws IOException {}

  private int run(String... arguments) {
    var line = AnomalyExporter.commandLine();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    List<String> all = new ArrayList<>(List.of("backtest"));
    all.addAll(List.of(arguments));
    all.add("--prometheus.url=" + prometheus.url());
    all.add("--storage.path=" + directory.resolve("storage"));
    return line.execute(all.toArray(String[]::new));
  }

  private void assertReported(String message) {
    assertThat(err.toString()).startsWith("anomaly-exporter: " + message);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(out.toString()).isEmpty();
    assertThat(directory.resolve("storage")).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--start=soon | --start: expected a time such as 2026-11-02T10:00:00Z, Unix seconds, or a"
            + " duration ago such as 7d, found soon",
        "--end=2999-01-01T00:00:00Z | --end: expected a time in the past, found 2999-01-01",
        "--detector=other | --detector: expected one of [node], found other",
        "--incidents=none.csv | none.csv: expected a file that can be read, found none",
      })
  void a_flag_with_a_wrong_value_is_reported(String flag, String message) {
    assertThat(run(flag)).isEqualTo(2);

    assertReported(message);
  }

  @Test
  void a_start_after_the_end_is_reported() {
    assertThat(run("--start=1h", "--end=2h")).isEqualTo(2);

    assertReported("--start: expected a time before the end ");
  }

  @Test
  void one_of_several_detectors_has_to_be_named() throws IOException {
    Path config =
        Files.writeString(
            directory.resolve("two.yml"),
            "detectors: [{name: linux, selector: 'job=\"a\"'}, {name: bsd, selector: 'job=\"b\"'}]");

    assertThat(run("--config.file=" + config)).isEqualTo(2);

    assertReported("--detector: expected one of [linux, bsd], found none");
  }

  @Test
  void a_prometheus_without_instances_is_reported_with_the_query() {
    assertThat(run("--start=1d")).isEqualTo(2);

    assertReported("Prometheus has no instance between ");
    assertThat(err.toString()).contains("the query: group by (instance, job) ");
  }

  @Test
  void a_prometheus_that_fails_is_a_failure_at_run_time() {
    prometheus.fail(FakePrometheus.EVERYTHING, 400, "no");

    assertThat(run("--start=1d")).isEqualTo(1);

    assertReported(prometheus.url().toString());
  }
}
