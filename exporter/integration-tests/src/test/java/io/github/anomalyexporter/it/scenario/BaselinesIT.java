package io.github.anomalyexporter.it.scenario;

import static io.github.anomalyexporter.it.support.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.it.support.Exporter;
import io.github.anomalyexporter.it.support.ExporterConfig;
import io.github.anomalyexporter.it.support.ExporterProcess;
import io.github.anomalyexporter.it.support.PrometheusVersion;
import io.github.anomalyexporter.it.support.Samples;
import io.github.anomalyexporter.it.support.Site;
import io.github.anomalyexporter.it.support.Tools;
import io.github.anomalyexporter.testing.incident.IncidentKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Detectors of the other types, all the way: trained on the history of a real Prometheus, stored,
 * loaded by the next process without training, scored, explained. Both run in one exporter.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BaselinesIT {
  private static final String FOREST = "forest";
  private static final String COMPONENTS = "node";

  /** A host with an incident that is not exempt: twelve hours of history outweigh it. */
  private static final String WITH_INCIDENT = "db-1:9100";

  private static final String NORMAL = "web-2:9100";

  /** Prometheus has never seen it. */
  private static final String NEW = "web-9:9100";

  private final Path directory = Tools.workspace(BaselinesIT.class);

  @AutoClose private Site site;

  @BeforeAll
  void start() throws IOException {
    site =
        Site.in(directory, PrometheusVersion.THREE)
            .newcomers("web-9")
            .incident(IncidentKind.DISK_SATURATION, "db-1", Duration.ofMinutes(2))
            .start();
  }

  /** The same twice, but for the type; a threshold that both have by themselves. */
  private String config() {
    ExporterConfig shared =
        site.exporterConfig()
            .with("history", "12h")
            .with("model", "{seed: 7}")
            .with("threshold", "{}");
    String first = shared.with("type", "pca").toString();
    String second = shared.with("type", "isolation-forest").with("name", FOREST).toString();
    return first + second.substring(second.indexOf("  - name"));
  }

  private ExporterProcess serve() {
    return ExporterProcess.start(directory, site.exporterPort(), config());
  }

  private static double score(Samples metrics, String detector, String instance) {
    return metrics
        .find("anomaly_score", Map.of("detector", detector, "instance", instance))
        .orElse(Double.NaN);
  }

  private static void awaitScores(ExporterProcess exporter) {
    await("every host is scored by both")
        .untilAsserted(
            () -> {
              Samples metrics = exporter.metrics();
              for (String detector : List.of(COMPONENTS, FOREST)) {
                for (String instance : List.of(WITH_INCIDENT, NORMAL, NEW)) {
                  assertThat(score(metrics, detector, instance))
                      .as("%s of %s", detector, instance)
                      .isFinite()
                      .isPositive();
                }
              }
            });
  }

  private List<String> versions(String detector) throws IOException {
    try (Stream<Path> versions = Files.list(site.storage().resolve(detector))) {
      return versions
          .filter(Files::isDirectory)
          .map(path -> path.getFileName().toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void they_are_trained_stored_and_loaded_again_and_say_what_is_wrong() throws IOException {
    List<String> components;
    List<String> forest;
    try (ExporterProcess exporter = serve()) {
      awaitScores(exporter);
      components = versions(COMPONENTS);
      forest = versions(FOREST);
      exporter.stop();
    }
    assertThat(components).hasSize(1);
    assertThat(forest).hasSize(1);

    try (ExporterProcess exporter = serve()) {
      awaitScores(exporter);
      Samples metrics = exporter.metrics();
      for (String detector : List.of(COMPONENTS, FOREST)) {
        assertThat(score(metrics, detector, WITH_INCIDENT))
            .as(detector)
            .isGreaterThan(score(metrics, detector, NORMAL));
        assertThat(state(metrics, detector, NEW)).isEqualTo("warming_up");
        assertThat(state(metrics, detector, NORMAL)).isEqualTo("ok");
      }
      // A forest is hardly ever far above 1, and at some hours not at all.
      assertThat(score(metrics, COMPONENTS, WITH_INCIDENT)).isGreaterThan(1);
      assertThat(
              metrics.all(
                  "anomaly_feature_contribution_ratio",
                  Map.of("detector", COMPONENTS, "instance", WITH_INCIDENT)))
          .isNotEmpty();
      assertThat(metrics.all("anomaly_feature_expected", Map.of("detector", COMPONENTS)))
          .isNotEmpty();
      assertThat(metrics.all("anomaly_feature_expected", Map.of("detector", FOREST)))
          .as("a forest expects nothing")
          .isEmpty();
      assertThat(exporter.log())
          .noneMatch(line -> line.contains("training"))
          .noneMatch(line -> line.contains("refused"));
      exporter.stop();
    }
    assertThat(versions(COMPONENTS)).isEqualTo(components);
    assertThat(versions(FOREST)).isEqualTo(forest);
    commandsKnowThem();
  }

  private static String state(Samples metrics, String detector, String instance) {
    for (String state : List.of("ok", "warming_up", "insufficient_data", "no_model", "failed")) {
      Map<String, String> labels =
          Map.of("detector", detector, "instance", instance, "state", state);
      if (metrics.find("anomaly_instance_state", labels).orElse(0) == 1) {
        return state;
      }
    }
    return "";
  }

  private void commandsKnowThem() {
    Exporter.Outcome shown = run("show", "models", "show", "--detector=" + FOREST);
    assertThat(shown.exitCode()).as("%s", shown).isZero();
    assertThat(shown.out())
        .contains("type          isolation-forest\n")
        .contains("seed          7\n")
        .contains("fleet")
        .doesNotContain("best epoch");
    Exporter.Outcome trained = run("train", "train");
    assertThat(trained.exitCode()).as("%s", trained).isZero();
    assertThat(trained.out()).contains("detector forest: model ").doesNotContain("best epoch");
    Exporter.Outcome back = run("rollback", "models", "rollback");
    assertThat(back.exitCode()).as("%s", back).isZero();
    assertThat(back.out()).contains("detector node: ").contains("detector forest: ");
  }

  private Exporter.Outcome run(String log, String... command) {
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.add("--config.file=" + directory.resolve("anomaly-exporter.yml"));
    arguments.add("--storage.path=" + site.storage());
    return Exporter.run(directory.resolve(log), arguments.toArray(String[]::new));
  }
}
