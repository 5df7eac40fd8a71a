package io.github.anomalyexporter.it.packaging;

import static io.github.anomalyexporter.it.support.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.it.support.ChildProcess;
import io.github.anomalyexporter.it.support.Http;
import io.github.anomalyexporter.it.support.Machine;
import io.github.anomalyexporter.it.support.Ports;
import io.github.anomalyexporter.it.support.Tools;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The archive, as tar shows and unpacks it. */
class ArchiveIT {
  private static final Path DIRECTORY = Tools.workspace(ArchiveIT.class);

  private static List<ArchiveEntry> entries = List.of();

  @BeforeAll
  static void list() throws IOException {
    entries = ArchiveEntry.of(archive(), DIRECTORY.resolve("output"));
  }

  private static Path archive() throws IOException {
    return Tools.packed(".tar.gz");
  }

  @Test
  void it_has_what_is_needed_and_nothing_else() {
    assertThat(entries)
        .filteredOn(entry -> !entry.isDirectory())
        .extracting(ArchiveEntry::path)
        .filteredOn(name -> !name.startsWith("lib/"))
        .containsExactlyInAnyOrder(
            "CHANGELOG.md",
            "LICENSE",
            "bin/anomaly-exporter",
            "config/anomaly-exporter.yml",
            "config/full.yml",
            "grafana-dashboards/README.md",
            "grafana-dashboards/anomaly-exporter.json",
            "grafana-dashboards/anomaly-fleet.json",
            "grafana-dashboards/anomaly-instance.json",
            "grafana-dashboards/provisioning/alerting/anomaly-exporter.yaml.example",
            "grafana-dashboards/provisioning/dashboards/anomaly-exporter.yaml",
            "grafana-dashboards/provisioning/datasources/prometheus.yaml",
            "rules/anomaly-exporter.alerts.yml",
            "rules/anomaly-exporter.rules.yml",
            "rules/runbook.md",
            "systemd/anomaly-exporter-train.service",
            "systemd/anomaly-exporter-train.timer",
            "systemd/anomaly-exporter.default",
            "systemd/anomaly-exporter.service",
            "systemd/anomaly-exporter.sysusers");
  }

  /** What would differ between two builds of a commit: "make reproducible" makes them. */
  @Test
  void its_entries_do_not_tell_when_where_and_by_whom_it_was_built() throws IOException {
    ArchiveEntry.assertReproducible(archive(), entries);
  }

  @Test
  void unpacked_it_runs_with_its_configuration() throws IOException {
    run("tar", "-xzf", archive().toString(), "-C", DIRECTORY.toString());
    Path home = only(DIRECTORY, "anomaly-exporter-");
    Path link = Files.createSymbolicLink(DIRECTORY.resolve("linked"), home.resolve("bin"));
    String program = link.resolve("anomaly-exporter").toString();
    for (String config : List.of("anomaly-exporter.yml", "full.yml")) {
      assertThat(run(program, "check-config", "--config.file=" + home.resolve("config/" + config)))
          .contains("configuration is valid");
    }
    assertThat(home.resolve("lib")).isDirectory();
    assertThat(names(home.resolve("lib")))
        .isEqualTo(names(Tools.exporter().resolve("../../lib").normalize()));
  }

  @Test
  void the_steps_of_the_readme_install_a_service() throws IOException {
    Path shared = Files.createDirectories(DIRECTORY.resolve("shared"));
    Files.copy(archive(), shared.resolve(archive().getFileName()));
    int port = Ports.free();
    try (Machine machine = Machine.boot(DIRECTORY.resolve("machine"), shared)) {
      machine.shell("set -e; cd /mnt\n" + stepsOfReadme());
      assertThat(machine.shell("stat --format='%A %U %G' /etc/anomaly-exporter/*.yml"))
          .isEqualTo("-rw-r----- root anomaly-exporter");
      machine.shell(
          "echo ANOMALY_EXPORTER_OPTS=--web.listen-address=127.0.0.1:%s >/etc/default/anomaly-exporter"
              .formatted(port));
      machine.shell("systemctl restart anomaly-exporter");
      await("it is healthy")
          .evenIfUnreachable()
          .until(
              () ->
                  Http.get(URI.create("http://127.0.0.1:" + port + "/-/healthy")).status() == 200);
      assertThat(machine.shell("pgrep -u anomaly-exporter java")).isNotEmpty();
    }
  }

  /** The commands for any Linux, of systemd/README.md. */
  private static String stepsOfReadme() throws IOException {
    Matcher block =
        Pattern.compile("```sh\n(tar .*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Tools.shipped("systemd/README.md")));
    assertThat(block.find()).isTrue();
    return block.group(1);
  }

  private static Path only(Path directory, String prefix) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(prefix))
          .reduce(
              (first, second) -> {
                throw new AssertionError("more than one: " + first + ", " + second);
              })
          .orElseThrow();
    }
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static String run(String... command) {
    return ChildProcess.run(DIRECTORY.resolve("output"), Map.of(), List.of(command));
  }
}
