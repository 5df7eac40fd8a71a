package io.github.anomalyexporter.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.server.config.BuildVersion;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class AnomalyExporterTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    CommandLine line = AnomalyExporter.commandLine();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(arguments);
  }

  @Test
  void a_flag_before_the_command_is_not_lost_but_refused() {
    assertThat(run("--config.file=mine.yml", "check-config")).isEqualTo(2);

    assertThat(err.toString())
        .contains(
            "expected flags behind the command, found --config.file before it;"
                + " write: anomaly-exporter check-config --config.file ...");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void a_flag_behind_the_command_is_heard() {
    assertThat(run("check-config", "--config.file=no-such-file.yml")).isEqualTo(2);

    assertThat(err.toString()).contains("no-such-file.yml");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "serve --version", "models list -V", "version"})
  void every_command_knows_the_version(String arguments) {
    assertThat(run(arguments.split(" "))).isZero();

    assertThat(out.toString()).startsWith("anomaly-exporter, version " + BuildVersion.current());
  }
}
