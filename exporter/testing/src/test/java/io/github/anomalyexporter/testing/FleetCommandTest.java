package io.github.anomalyexporter.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.testing.server.FleetServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FleetCommandTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-03-05T00:00:00Z"));

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "'' | expected serve, backfill, watch or telegram",
        "demo | expected serve, backfill, watch or telegram",
        "serve | option --boot is missing",
        "serve --boot | option --boot needs a value",
        "serve --boot yesterday | --boot \"yesterday\": expected a time such as 2026-01-31T00:00:00Z or seconds since 1970",
        "serve --boot 2026-03-06T00:00:00Z | --boot 2026-03-06T00:00:00Z: expected a time in the past",
        "serve --boot 0 --boot 0 | option --boot is given twice",
        "serve --boot 0 --port 80 | unknown option \"--port\"",
        "serve --boot 0 --listen 9200 | --listen \"9200\": expected HOST:PORT",
        "serve --boot 0 --listen localhost:70000 | --listen \"localhost:70000\": expected HOST:PORT",
        "serve --boot 0 --hosts web-1,,web-2 | --hosts: host name \"\": expected letters, digits, dots, dashes and underscores",
        "serve --boot 0 --hosts web-1 --count 3 | --hosts and --count exclude each other",
        "serve --boot 0 --count none | --count \"none\": expected a number from 1 to 100000",
        "serve --boot 0 --label cluster | --label \"cluster\": expected NAME=VALUE",
        "backfill --out x --start 20 | option --end is missing",
        "backfill --out x --start 20 --end 10 | the start 1970-01-01T00:00:20Z is not before the end 1970-01-01T00:00:10Z",
        "backfill --out x --start 10 --end 20 --boot 15 | the start 1970-01-01T00:00:10Z is before web-1 boots at 1970-01-01T00:00:15Z",
        "backfill --out x --start 10 --end 20 --interval 1 | --interval: duration \"1\": expected a positive one such as 20s, 10m or 1h30m",
        "backfill --out x --start 10 --end 20 --label 1a=b | --label \"1a=b\": expected NAME=VALUE",
        "backfill --out x --start 10 --end 20 --label job=b | --label \"job=b\": every series has this label already",
        "watch | option --prometheus is missing",
        "watch --prometheus localhost:9090 | --prometheus \"localhost:9090\": expected http://HOST:PORT",
        "watch --prometheus http://localhost:9090 --format json | --format \"json\": expected table or lines",
        "telegram --listen 9300 | --listen \"9300\": expected HOST:PORT",
        "telegram --token a/b | --token \"a/b\": expected letters, digits, colons, dashes and underscores",
        "telegram --format json | --format \"json\": expected terminal or plain"
      })
  void wrong_usage_is_named_and_exits_with_2(String line, String message) throws Exception {
    assertThat(run(line.isEmpty() ? List.of() : List.of(line.split(" ", -1)))).isEqualTo(2);
    assertThat(err.toString(UTF_8)).startsWith(message + System.lineSeparator() + "usage:");
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
    List<String> arguments =
        List.of("--boot", "2026-03-04T23:00:00Z", "--listen", "127.0.0.1:0", "--count", "40");
    try (FleetServer server = ServeCommand.start(arguments, CLOCK)) {
      assertThat(server.live().fleet().hosts()).hasSize(40);
      assertThat(server.uri().getPort()).isPositive();
    }
  }

  private int run(List<String> arguments) throws InterruptedException {
    return FleetCommand.run(
        arguments, CLOCK, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
  }
}
