package io.github.anomalyexporter.it.packaging;

import static io.github.anomalyexporter.it.support.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.anomalyexporter.it.support.Container;
import io.github.anomalyexporter.it.support.Exporter;
import io.github.anomalyexporter.it.support.Http;
import io.github.anomalyexporter.it.support.PrometheusVersion;
import io.github.anomalyexporter.it.support.Site;
import io.github.anomalyexporter.it.support.Tools;
import io.github.anomalyexporter.it.support.TrainedModel;
import io.github.anomalyexporter.testing.incident.IncidentKind;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/**
 * The container image that the property {@code image} names, as {@code make test-image} does, and
 * the slim image, whose name ends in {@code -slim}.
 */
class ImageIT {
  private static final String CONFIG = "/etc/anomaly-exporter/anomaly-exporter.yml";

  private final String image = System.getProperty("image", "");
  private final String name = "anomaly-exporter-test-" + ProcessHandle.current().pid();
  private final Path directory = Tools.workspace(ImageIT.class);

  @BeforeEach
  void skipWithoutImage() {
    if (image.isEmpty()) {
      System.out.println("SKIPPED: the container image; make test-image builds and tests it");
      throw new TestAbortedException("no -Dimage=...");
    }
  }

  @Test
  void it_trains_scores_is_scraped_restarts_with_its_model_and_alerts() throws IOException {
    try (Site site = Site.in(directory.resolve("site"), PrometheusVersion.THREE).start()) {
      Instant start = Instant.now();
      try (Container container = startAt(site)) {
        awaitScores(site, start);
        System.out.printf(
            "first score in Prometheus %d s after the first start, training included%n",
            Duration.between(start, Instant.now()).toSeconds());
        String model = model(site);
        Instant restart = Instant.now();
        container.restart();
        awaitScores(site, restart);
        System.out.printf(
            "first score in Prometheus %d s after a restart%n",
            Duration.between(restart, Instant.now()).toSeconds());
        assertThat(model(site)).isNotEmpty().isEqualTo(model);
        Path status = Path.of("/proc", container.inspect(".State.Pid"), "status");
        assertThat(Files.readAllLines(status)).contains("Uid:\t10001\t10001\t10001\t10001");
        site.awaitAlert(IncidentKind.CPU_HOG, "web-1");
      }
    }
  }

  private Container startAt(Site site) throws IOException {
    return startAt(site, image, List.of());
  }

  private Container startAt(Site site, String image, List<String> options, String... flags)
      throws IOException {
    Path config = directory.resolve("anomaly-exporter.yml");
    Files.writeString(
        config, site.exporterConfig() + "storage:\n  path: /var/lib/anomaly-exporter\n");
    List<String> all =
        new ArrayList<>(List.of("--network=host", "--volume=" + config + ":" + CONFIG + ":ro"));
    all.addAll(options);
    List<String> command =
        new ArrayList<>(
            List.of(
                "serve",
                "--config.file=" + CONFIG,
                "--web.listen-address=127.0.0.1:" + site.exporterPort()));
    command.addAll(List.of(flags));
    return Container.start(directory, image, name, all, command);
  }

  private static void awaitScores(Site site, Instant since) {
    await("scores arrive in Prometheus")
        .until(
            () ->
                site.prometheus().query("timestamp(anomaly_score)").stream()
                    .anyMatch(sample -> sample.value() > since.getEpochSecond() + 1));
  }

  private static String model(Site site) throws IOException {
    URI status = URI.create("http://127.0.0.1:" + site.exporterPort() + "/api/v1/status");
    return new ObjectMapper()
        .readTree(Http.sendToExporter("GET", status).body())
        .at("/data/detectors/0/model/version")
        .asText();
  }

  @Test
  void the_slim_image_scores_with_a_stored_model_and_does_not_train() throws IOException {
    TrainedModel.copyTo(directory.resolve("storage"));
    try (Site site = Site.in(directory.resolve("slim-site"), PrometheusVersion.THREE).start()) {
      Instant start = Instant.now();
      // The volume is given to the user of the image.
      String storage =
          directory.resolve("storage").toAbsolutePath() + ":/var/lib/anomaly-exporter:U";
      try (Container container =
          startAt(site, image + "-slim", List.of("--volume=" + storage), "--training=off")) {
        awaitScores(site, start);

        Exporter.Outcome training =
            container.exec("java", "@/opt/anomaly-exporter/launch", "train");
        assertThat(training.exitCode()).as("%s", training).isEqualTo(2);
        assertThat(training.err()).contains("found the slim distribution");
      }
    }
  }

  @Test
  void its_health_check_tells_a_healthy_exporter_from_none() {
    // In a network of its own the exporter has its own port 9877, and no Prometheus.
    List<String> alone = List.of("--network=none");
    try (Container healthy = Container.start(directory, image, name, alone, List.of())) {
      await("it is healthy")
          .untilAsserted(() -> assertThat(healthy.healthcheck().exitCode()).isZero());
    }
    List<String> elsewhere = List.of("serve", "--web.listen-address=:9878");
    try (Container none = Container.start(directory, image, name, alone, elsewhere)) {
      await("the exporter listens")
          .untilAsserted(() -> assertThat(health(none, "9878").exitCode()).isZero());
      assertThat(none.healthcheck().exitCode()).isEqualTo(1);
    }
  }

  private static Exporter.Outcome health(Container container, String port) {
    return container.exec(
        "java",
        "-cp",
        "/opt/anomaly-exporter/lib/*",
        "io.github.anomalyexporter.server.cli.Healthcheck",
        "http://127.0.0.1:" + port + "/-/healthy");
  }

  @Test
  void it_has_labels_and_neither_root_nor_a_shell() {
    try (Container container =
        Container.start(directory, image, name, List.of("--network=none"), List.of())) {
      assertThat(container.inspect(".Config.User")).isEqualTo("10001:10001");
      assertThat(container.inspect("json .Config.Labels"))
          .contains("\"org.opencontainers.image.title\":\"anomaly-exporter\"")
          .contains("\"org.opencontainers.image.licenses\":\"Apache-2.0\"");
      assertThat(container.exec("sh", "-c", "true").exitCode()).isEqualTo(127);
      Exporter.Outcome models =
          container.exec("java", "@/opt/anomaly-exporter/launch", "models", "list");
      assertThat(models.exitCode()).as("%s", models).isZero();
    }
  }
}
