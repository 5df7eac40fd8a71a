package io.github.anomalyexporter.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.testing.server.FleetServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;

class FleetCommandTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-03-05T00:00:00Z"));

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | expected serve, backfill, watch or telegram, found none",
        "demo | Unmatched argument at index 0: 'demo'",
        "serve | Missing required option: '--boot=TIME'",
        "serve --boot | Missing required parameter for option '--boot' (TIME)",
        "serve --boot yesterday | Invalid value for option '--boot': expected a time such as 2026-01-31T00:00:00Z or seconds since 1970, found \"yesterday\"",
        "serve --boot 2026-03-06T00:00:00Z | --boot: expected a time in the past, found 2026-03-06T00:00:00Z",
        "serve --boot 0 --boot 0 | option '--boot' (TIME) should be specified only once",
        "serve --boot 0 --port 80 | Unknown options: '--port', '80'",
        "serve --boot 0 --listen 9200 | Invalid value for option '--listen': expected HOST:PORT, found \"9200\"",
        "serve --boot 0 --listen localhost:70000 | Invalid value for option '--listen': expected HOST:PORT, found \"localhost:70000\"",
        "serve --boot 0 --hosts web-1,,web-2 | --hosts: host name \"\": expected letters, digits, dots, dashes and underscores",
        "serve --boot 0 --hosts web-1 --count 3 | Error: --hosts=NAME,..., --count=N are mutually exclusive (specify only one)",
        "serve --boot 0 --count none | Invalid value for option '--count': 'none' is not an int",
        "serve --boot 0 --count 0 | --count: expected a number from 1 to 100000, found 0",
        "serve --boot 0 --seed 0 | --seed: expected a number from 1, found 0",
        "serve --boot 0 --label cluster | Value for option option '--label' (NAME=VALUE) should be in KEY=VALUE format but was cluster",
        "backfill --out x --start 20 | Missing required option: '--end=TIME'",
        "backfill --out x --start 20 --end 10 | the start 1970-01-01T00:00:20Z is not before the end 1970-01-01T00:00:10Z",
        "backfill --out x --start 10 --end 20 --boot 15 | the start 1970-01-01T00:00:10Z is before web-1 boots at 1970-01-01T00:00:15Z",
        "backfill --out x --start 10 --end 20 --interval 1 | Invalid value for option '--interval': duration \"1\": expected a positive one such as 20s, 10m or 1h30m",
        "backfill --out x --start 10 --end 20 --label 1a=b | --label: expected letters, digits and underscores as NAME, found 1a",
        "backfill --out x --start 10 --end 20 --label job=b | --label: every series has the label job already",
        "watch | Missing required option: '--prometheus=URL'",
        "watch --prometheus localhost:9090 | Invalid value for option '--prometheus': expected http://HOST:PORT, found \"localhost:9090\"",
        "watch --prometheus http://localhost:9090 --format json | Invalid value for option '--format': expected one of [TABLE, LINES] (case-insensitive) but was 'json'",
        "telegram --listen 9300 | Invalid value for option '--listen': expected HOST:PORT, found \"9300\"",
        "telegram --token a/b | --token: expected letters, digits, colons, dashes and underscores, found a/b",
        "telegram --format json | Invalid value for option '--format': expected one of [TERMINAL, PLAIN] (case-insensitive) but was 'json'"
      })
  void wrong_usage_is_named_and_exits_with_2(String line, String message) {
    assertThat(run(line.isEmpty() ? List.of() : List.of(line.split(" ", -1)))).isEqualTo(2);
    assertThat(err.toString(UTF_8))
        .startsWith(message + System.lineSeparator())
        .contains("Usage: anomaly-exporter-testing");
    assertThat(out.size()).isZero();
  }

  @Test
  void a_backfill_is_written_to_a_file() throws Exception {
    Path file = directory.resolve("history.om");
    List<String> arguments =
        List.of(
            "backfill",
            "--out",
            file.toString(),
            "--start=1772409600",
            "--end",
            "2026-03-02T00:10:00Z",
            "--interval=1m",
            "--hosts",
            "web-1,db-1",
            "--job",
            "nodes",
            "--label",
            "cluster=a");
    assertThat(run(arguments)).isZero();
    assertThat(out.toString(UTF_8)).startsWith("1340 samples written to ");
    assertThat(Files.readString(file))
        .contains("up{cluster=\"a\",job=\"nodes\",instance=\"db-1:9100\"} 1 1772409660\n")
        .endsWith("# EOF\n");
  }

  @Test
  void a_file_that_cannot_be_written_exits_with_1() throws Exception {
    String file = directory.resolve("missing").resolve("history.om").toString();
    assertThat(run(List.of("backfill", "--out", file, "--start", "0", "--end", "60"))).isEqualTo(1);
    assertThat(err.toString(UTF_8)).startsWith("failed: ").contains(file);
  }

  @Test
  void a_fleet_of_any_number_is_served() throws Exception {
    ParseResult parsed =
        commandLine()
            .parseArgs(
                "serve", "--boot=2026-03-04T23:00:00Z", "--listen=127.0.0.1:0", "--count=40");
    ServeCommand command = (ServeCommand) parsed.subcommand().commandSpec().userObject();
    try (FleetServer server = command.start()) {
      assertThat(server.live().fleet().hosts()).hasSize(40);
      assertThat(server.uri().getPort()).isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "serve --help", "telegram -h"})
  void help_is_printed_and_exits_with_0(String line) {
    assertThat(run(List.of(line.split(" ", -1)))).isZero();
    assertThat(out.toString(UTF_8)).startsWith("Usage: anomaly-exporter-testing");
    assertThat(err.size()).isZero();
  }

  private int run(List<String> arguments) {
    return commandLine().execute(arguments.toArray(String[]::new));
  }

  private CommandLine commandLine() {
    return FleetCommand.commandLine(
        CLOCK, new PrintStream(out, true, UTF_8), new PrintWriter(err, true, UTF_8));
  }
}
