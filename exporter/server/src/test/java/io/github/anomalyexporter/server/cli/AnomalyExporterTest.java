package io.github.anomalyexporter.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.server.failure.UsageException;
import io.github.anomalyexporter.server.version.BuildVersion;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class AnomalyExporterTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return run(AnomalyExporter.commandLine(), arguments);
  }

  private int run(CommandLine line, String... arguments) {
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(arguments);
  }

  @Test
  void a_flag_before_the_command_is_not_lost_but_refused() {
    assertThat(run("--config.file=mine.yml", "check-config")).isEqualTo(2);

    assertThat(err.toString())
        .contains(
            "expected flags after the command, found --config.file before it;"
                + " use: anomaly-exporter check-config --config.file ...");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void a_flag_behind_the_command_is_heard() {
    assertThat(run("check-config", "--config.file=no-such-file.yml")).isEqualTo(2);

    assertThat(err.toString()).contains("no-such-file.yml");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--version", "serve --version", "models list -V", "version"})
  void every_command_prints_the_version(String arguments) {
    assertThat(run(arguments.split(" "))).isZero();

    assertThat(out.toString()).startsWith("anomaly-exporter, version " + BuildVersion.current());
  }

  /** A command that ends with an exception. */
  @Command
  private record Failing(RuntimeException failure) implements Callable<Integer> {
    @Override
    public Integer call() {
      throw failure;
    }
  }

  @ParameterizedTest
  @MethodSource("faults")
  void a_fault_of_the_program_is_not_wrong_usage_and_has_its_trace(RuntimeException fault) {
    CommandLine line = AnomalyExporter.commandLine().addSubcommand("broken", new Failing(fault));

    assertThat(run(line, "broken")).isEqualTo(1);

    assertThat(err.toString())
        .startsWith(fault.toString())
        .contains("\tat " + AnomalyExporterTest.class.getName());
    assertThat(out.toString()).isEmpty();
  }

  static Stream<RuntimeException> faults() {
    return Stream.of(
        new IllegalArgumentException("rows of another width"),
        new IllegalStateException("closed"),
        new NumberFormatException("For input string"));
  }

  @Test
  void what_a_user_can_mend_is_one_line() {
    CommandLine line =
        AnomalyExporter.commandLine()
            .addSubcommand(
                "broken", new Failing(new UsageException("--flag: expected a, found b")));

    assertThat(run(line, "broken")).isEqualTo(2);

    assertThat(err.toString())
        .isEqualTo("anomaly-exporter: --flag: expected a, found b" + System.lineSeparator());
  }
}
