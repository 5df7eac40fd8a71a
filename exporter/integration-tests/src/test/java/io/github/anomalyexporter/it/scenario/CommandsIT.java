package io.github.anomalyexporter.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.it.support.AlertmanagerVersion;
import io.github.anomalyexporter.it.support.Exporter;
import io.github.anomalyexporter.it.support.ExporterConfig;
import io.github.anomalyexporter.it.support.Ports;
import io.github.anomalyexporter.it.support.RealAlertmanager;
import io.github.anomalyexporter.it.support.SharedSite;
import io.github.anomalyexporter.it.support.Site;
import io.github.anomalyexporter.it.support.Tools;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The commands that end by themselves, with a real Prometheus if they query one. */
class CommandsIT {
  private final Path directory = Tools.workspace(CommandsIT.class);

  private final Site site = SharedSite.get();

  @Test
  void version_tells_version_and_java() {
    Exporter.Outcome outcome = Exporter.run(directory.resolve("version"), "version");
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out()).startsWith("anomaly-exporter, version ").contains("java: ");
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void check_config_without_online_sends_no_request() throws IOException {
    ExporterConfig config = ExporterConfig.of(URI.create("http://127.0.0.1:9"));
    Exporter.Outcome outcome = run("offline", config, "check-config");
    assertThat(outcome.exitCode()).as("%s", outcome).isZero();
    assertThat(outcome.out()).contains("configuration is valid, detectors: [node]");
  }

  @Test
  void check_config_online_tells_who_has_which_feature_and_which_silences_are_in_force()
      throws IOException {
    try (RealAlertmanager alertmanager =
        RealAlertmanager.start(AlertmanagerVersion.CURRENT, directory.resolve("alertmanager"))) {
      alertmanager.silence(Map.of("instance", "web-1:9100"), Duration.ofHours(1));
      ExporterConfig config =
          ExporterConfig.of(withPassword(site.prometheus().url()))
              .withAlertmanager(withPassword(alertmanager.url()));
      Exporter.Outcome outcome = run("online", config, "check-config", "--online");
      assertThat(outcome.exitCode()).as("%s", outcome).isZero();
      assertThat(outcome.out())
          .contains("Prometheus " + site.prometheus().url() + ": version ")
          .contains("Alertmanager " + alertmanager.url() + ": silences in force: 1\n")
          .contains("scrape interval: 10s (configured)")
          .contains("instances: 6")
          .containsPattern("cpu_used +6")
          .containsPattern("postgresql_connections +0  \\(optional\\)")
          .containsPattern("web-9:9100.*of history, needs 2h: warming up")
          .containsPattern("samples read a scoring run: [1-9]\\d* without recorded series")
          .contains("first score: after the first training");
    }
  }

  private static URI withPassword(URI url) {
    return URI.create("http://sre:hunter2@" + url.getAuthority());
  }

  @Test
  void check_config_online_names_a_feature_that_prometheus_refuses() throws IOException {
    ExporterConfig config =
        site.exporterConfig()
            .with(
                "features",
                "[{name: broken, unit: ratio, expression: 'sum by ($identity) (up{$selector}'}]");
    Exporter.Outcome outcome = run("refused", config, "check-config", "--online");
    assertThat(outcome.exitCode()).as("%s", outcome).isEqualTo(2);
    assertThat(outcome.out()).containsPattern("broken +0  REJECTED: .*parse error");
  }

  @Test
  void check_config_online_reports_an_unreachable_alertmanager_and_continues() throws IOException {
    URI unreachable = URI.create("http://127.0.0.1:" + Ports.free());
    ExporterConfig config = site.exporterConfig().withAlertmanager(unreachable);
    Exporter.Outcome outcome = run("silent", config, "check-config", "--online");
    assertThat(outcome.exitCode()).as("%s", outcome).isEqualTo(1);
    assertThat(outcome.out().lines().filter(line -> line.contains("Alertmanager")))
        .singleElement()
        .asString()
        .startsWith("Alertmanager does not return its silences: " + unreachable + ", ")
        .contains("connection: ");
    assertThat(outcome.out()).contains("instances: 6");
  }

  @Test
  void an_unreachable_prometheus_is_a_failure_at_run_time() throws IOException {
    URI unreachable = URI.create("http://127.0.0.1:" + Ports.free());
    for (List<String> command : List.of(List.of("check-config", "--online"), List.of("train"))) {
      Exporter.Outcome outcome =
          run(command.get(0), ExporterConfig.of(unreachable), command.toArray(String[]::new));
      assertThat(outcome.exitCode()).as("%s", outcome).isEqualTo(1);
      assertThat(outcome.err().lines().filter(line -> !line.startsWith("ts=")))
          .singleElement()
          .asString()
          .startsWith("anomaly-exporter: ")
          .contains(unreachable.toString());
    }
  }

  @Test
  void models_are_trained_listed_shown_and_rolled_back() throws IOException {
    // The quickest training: what is learned does not matter.
    ExporterConfig config =
        site.exporterConfig().with("history", "3h").with("model", "{epochs: 1}");
    Exporter.Outcome first = run("train-1", config, "train");
    assertThat(first.exitCode()).as("%s", first).isZero();
    assertThat(first.out())
        .contains("detector node: model ", "fleet", "instance=\"web-1:9100\"")
        .doesNotContain("\r");
    assertThat(run("train-2", config, "train").exitCode()).isZero();
    List<String> versions = versions(config, "list-1");
    assertThat(versions).hasSize(2).isSortedAccordingTo((a, b) -> b.compareTo(a));

    Exporter.Outcome shown = run("show", config, "models", "show");
    assertThat(shown.exitCode()).isZero();
    assertThat(shown.out())
        .contains(versions.get(0), "instance=db-1:9100", "threshold ", "normality of ");
    Exporter.Outcome older = run("show-json", config, "models", "show", "--json", versions.get(1));
    assertThat(older.out()).startsWith("{").contains("\"version\" : \"" + versions.get(1) + "\"");

    Exporter.Outcome rolledBack = run("rollback", config, "models", "rollback");
    assertThat(rolledBack.exitCode()).isZero();
    assertThat(rolledBack.out())
        .contains(versions.get(0) + " withdrawn, " + versions.get(1) + " is active");
    Exporter.Outcome list = run("list-2", config, "models", "list");
    assertThat(list.out())
        .containsPattern(versions.get(0) + " +withdrawn")
        .containsPattern(versions.get(1) + " +serving");

    Exporter.Outcome again = run("rollback-2", config, "models", "rollback");
    assertThat(again.exitCode()).isEqualTo(2);
    assertThat(again.err()).contains("expected a model older than the active model");
    assertThat(run("unknown", config, "models", "show", "20000101T000000Z").err())
        .contains("has no model 20000101T000000Z");
  }

  private List<String> versions(ExporterConfig config, String name) throws IOException {
    return run(name, config, "models", "list")
        .out()
        .lines()
        .skip(1)
        .map(line -> line.split(" +", -1)[1])
        .toList();
  }

  /** Runs a command with a configuration and the storage of this class. */
  private Exporter.Outcome run(String name, ExporterConfig config, String... command)
      throws IOException {
    Path file = directory.resolve(name + ".yml");
    Files.writeString(file, config.toString());
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.add("--config.file=" + file);
    arguments.add("--storage.path=" + directory.resolve("storage"));
    return Exporter.run(directory.resolve(name), arguments.toArray(String[]::new));
  }
}
