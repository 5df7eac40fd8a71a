package io.github.anomalyexporter.it.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.it.support.Exporter;
import io.github.anomalyexporter.it.support.ExporterConfig;
import io.github.anomalyexporter.it.support.ExporterProcess;
import io.github.anomalyexporter.it.support.Ports;
import io.github.anomalyexporter.it.support.Tools;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Input that prevents a start: exit code 2, one message with place and problem, and no open port.
 */
class BadInputIT {
  private static final Path DIRECTORY = Tools.workspace(BadInputIT.class);
  private static final URI CLOSED_PORT = URI.create("http://127.0.0.1:9");
  private static final String SECRET = "hunter2-hunter2";

  private final int port = Ports.free();

  @Test
  void an_unknown_key_is_named_with_its_line() throws IOException {
    Path config =
        write("unknown-key.yml", "detectors:\n  - name: node\n    scoring_intervall: 5s\n");
    Exporter.Outcome outcome = serve("unknown-key", "--config.file=" + config);
    assertThat(message(outcome))
        .contains("detectors[0].scoring_intervall (line 3)")
        .contains("did you mean scoring_interval?");
  }

  @Test
  void several_problems_are_reported_at_once() throws IOException {
    Path config =
        write(
            "several.yml",
            "prometheus: {url: 'ftp://example.org', timeout: soon}\ndetectors: [{step: 7m}]\n");
    Exporter.Outcome outcome = serve("several", "--config.file=" + config);
    assertThat(message(outcome))
        .contains(
            "prometheus.url (line 1)", "prometheus.timeout (line 1)", "detectors[0].step (line 2)");
  }

  @Test
  void a_missing_configuration_file_is_named() {
    Exporter.Outcome outcome = serve("missing-file", "--config.file=/nowhere/exporter.yml");
    assertThat(message(outcome)).contains("/nowhere/exporter.yml");
  }

  @Test
  void an_unknown_flag_is_named() {
    Exporter.Outcome outcome = serve("unknown-flag", "--web.listen-adress=:1");
    assertThat(message(outcome)).contains("--web.listen-adress");
  }

  @Test
  void an_address_that_is_none_is_named() {
    Exporter.Outcome outcome =
        Exporter.run(DIRECTORY.resolve("no-address"), "--web.listen-address=everywhere");
    assertThat(message(outcome)).contains("--web.listen-address", "everywhere");
  }

  @Test
  void a_storage_that_is_a_file_is_named() throws IOException {
    Path file = write("a-file", "");
    Exporter.Outcome outcome = serve("file-storage", "--storage.path=" + file);
    assertThat(message(outcome)).contains(file + ": expected a directory", "found a file");
  }

  @Test
  void a_detectors_directory_that_is_a_file_is_named() throws IOException {
    Path storage = Files.createDirectories(DIRECTORY.resolve("half-storage"));
    Path file = Files.writeString(storage.resolve("node"), "");
    Exporter.Outcome outcome = serve("half-storage", "--storage.path=" + storage);
    assertThat(message(outcome)).contains(file + ": expected a directory", "found a file");
  }

  @Test
  void a_port_in_use_is_named() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Exporter.Outcome outcome =
          Exporter.run(
              DIRECTORY.resolve("taken"),
              "--web.listen-address=127.0.0.1:" + taken.getLocalPort(),
              "--prometheus.url=" + CLOSED_PORT,
              "--storage.path=" + DIRECTORY.resolve("taken-storage"));
      assertThat(message(outcome))
          .contains("--web.listen-address", Integer.toString(taken.getLocalPort()));
    }
  }

  @Test
  void a_storage_that_another_exporter_uses_is_refused_and_that_one_goes_on() throws IOException {
    Path directory = DIRECTORY.resolve("first");
    try (ExporterProcess first =
        ExporterProcess.start(directory, Ports.free(), ExporterConfig.of(CLOSED_PORT))) {
      Path storage = directory.resolve("storage");
      Exporter.Outcome outcome = serve("second", "--storage.path=" + storage);
      assertThat(message(outcome)).contains(storage.toString(), "another anomaly-exporter");
      assertThat(first.get("/-/ready").status()).isEqualTo(200);
    }
  }

  @Test
  void secrets_are_not_printed() throws IOException {
    Path config =
        write(
            "secrets.yml",
            """
            prometheus:
              url: http://operator:%1$s@127.0.0.1:9
              bearer_token: %1$s
              basic_auth: {username: operator, password: %1$s}
              headers: {X-Token: %1$s}
            """
                .formatted(SECRET));
    assertThat(message(serve("secrets", "--config.file=" + config)))
        .contains("prometheus")
        .doesNotContain(SECRET);
  }

  @Test
  void a_running_exporter_shows_no_secrets_either() throws IOException {
    String config =
        """
        prometheus:
          url: %s
          basic_auth: {username: operator, password: %2$s}
          headers: {X-Token: %2$s}
        """
            .formatted(CLOSED_PORT, SECRET);
    Path directory = DIRECTORY.resolve("secret-keeper");
    try (ExporterProcess exporter = ExporterProcess.start(directory, port, config)) {
      for (String path :
          List.of("/", "/metrics", "/api/v1/status", "/api/v1/instances", "/api/v1/detectors")) {
        assertThat(exporter.get(path).body()).as(path).doesNotContain(SECRET);
      }
      exporter.stop();
      assertThat(exporter.log()).isNotEmpty().noneMatch(line -> line.contains(SECRET));
    }
  }

  /** Starts a server that is expected to end at once. */
  private Exporter.Outcome serve(String name, String... flags) {
    List<String> arguments =
        new ArrayList<>(List.of("serve", "--web.listen-address=127.0.0.1:" + port));
    arguments.addAll(List.of(flags));
    if (arguments.stream().noneMatch(flag -> flag.startsWith("--storage.path"))) {
      arguments.add("--storage.path=" + DIRECTORY.resolve(name + "-storage"));
    }
    Exporter.Outcome outcome =
        Exporter.run(DIRECTORY.resolve(name), arguments.toArray(String[]::new));
    assertThat(Ports.isOpen(port)).isFalse();
    return outcome;
  }

  /** The one message of a start that failed: all of standard error but the log before it. */
  private static String message(Exporter.Outcome outcome) {
    assertThat(outcome.exitCode()).as("%s", outcome).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    List<String> said = outcome.err().lines().filter(line -> !line.startsWith("ts=")).toList();
    assertThat(said).first().asString().startsWith("anomaly-exporter: ");
    assertThat(said.subList(1, said.size())).noneMatch(line -> line.startsWith("anomaly-exporter"));
    assertThat(outcome.err()).doesNotContain("\tat ", "Exception", "level=ERROR");
    return String.join("\n", said);
  }

  private static Path write(String name, String content) throws IOException {
    return Files.writeString(DIRECTORY.resolve(name), content);
  }
}
