package io.github.anomalyexporter.it.packaging;

import static io.github.anomalyexporter.it.support.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.it.support.Browser;
import io.github.anomalyexporter.it.support.Certificates;
import io.github.anomalyexporter.it.support.Command;
import io.github.anomalyexporter.it.support.Example;
import io.github.anomalyexporter.it.support.ExporterConfig;
import io.github.anomalyexporter.it.support.ExporterProcess;
import io.github.anomalyexporter.it.support.Ports;
import io.github.anomalyexporter.it.support.PrometheusVersion;
import io.github.anomalyexporter.it.support.RealNginx;
import io.github.anomalyexporter.it.support.RealPrometheus;
import io.github.anomalyexporter.it.support.Tools;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** examples/nginx/ by a real nginx, with a Prometheus that scrapes through it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NginxExampleIT {
  private static final String USER = "prometheus:planted";

  private final Path directory = Tools.workspace(NginxExampleIT.class);
  private final int port = Ports.free();

  @AutoClose private RealNginx proxy;
  @AutoClose private ExporterProcess exporter;
  @AutoClose private RealPrometheus prometheus;

  @BeforeAll
  void start() throws IOException {
    RealNginx.require();
    Files.createDirectories(directory);
    new Certificates(directory).issue("monitoring");
    Files.writeString(
        directory.resolve("anomaly-exporter.htpasswd"),
        "prometheus:" + Command.run(directory, "openssl", "passwd", "-apr1", "planted"));
    Files.writeString(directory.resolve("anomaly-exporter.password"), "planted\n");
    prometheus = RealPrometheus.start(PrometheusVersion.THREE, directory, scrapeConfig());
    exporter = ExporterProcess.start(directory, Ports.free(), ExporterConfig.of(prometheus.url()));
    String servers =
        Example.of("nginx/anomaly-exporter.conf")
            .with("listen 443 ssl", "listen 127.0.0.1:" + port + " ssl")
            .with("/etc/nginx/tls/", directory + "/")
            .with(
                "/etc/nginx/anomaly-exporter.htpasswd;", directory + "/anomaly-exporter.htpasswd;")
            .with("http://127.0.0.1:9877", "http://127.0.0.1:" + exporter.port())
            .text();
    proxy = RealNginx.start(directory, port, servers);
  }

  private String scrapeConfig() {
    return Example.of("nginx/prometheus.yml")
        .with("monitoring.example.org", "127.0.0.1:" + port)
        .with("/etc/prometheus/", directory + "/")
        .plus("global: {scrape_interval: 1s, scrape_timeout: 1s}\n")
        .text();
  }

  @Test
  void prometheus_scrapes_through_it() {
    await("scraped")
        .untilAsserted(
            () ->
                assertThat(
                        prometheus.query("anomaly_exporter_build_info{job=\"anomaly-exporter\"}"))
                    .hasSize(1));
  }

  @Test
  void who_has_no_password_sees_only_that_it_lives() {
    for (String path : List.of("/anomaly/", "/anomaly/metrics", "/anomaly/api/v1/status")) {
      assertThat(status(path)).as(path).isEqualTo(401);
      assertThat(status(path, "--user", "prometheus:guess")).as(path).isEqualTo(401);
      assertThat(status(path, "--user", USER)).as(path).isEqualTo(200);
    }
    assertThat(status("/anomaly/-/healthy")).isEqualTo(200);
    assertThat(status("/metrics", "--user", USER)).isEqualTo(404);
  }

  @Test
  void links_of_the_page_stay_below_the_prefix() {
    String page =
        curl("--location", "--location-trusted", "--user", USER, uri("/anomaly")).output();

    assertThat(page)
        .contains("href=\"metrics\"", "src=\"./assets/")
        .doesNotContain("href=\"/", "src=\"/");
  }

  @Test
  void a_browser_sees_each_view_through_it() {
    Browser.of(directory).with("PAGE", uri("/anomaly/")).with("LOGIN", USER).runs("proxy.test.js");
  }

  @Test
  void through_it_nothing_can_be_changed() throws IOException {
    String reload = "/anomaly/-/reload";

    assertThat(status(reload, "--user", USER, "--request", "POST")).isEqualTo(403);
    assertThat(status("/anomaly/api/v1/instances/none", "--user", USER, "--request", "DELETE"))
        .isEqualTo(403);
    assertThat(exporter.send("POST", "/-/reload").status()).isEqualTo(200);
  }

  private String uri(String path) {
    return URI.create("https://127.0.0.1:" + proxy.port() + path).toString();
  }

  private int status(String path, Object... arguments) {
    String output =
        curl("--output", "/dev/null", "--write-out", "%{http_code}", List.of(arguments), uri(path))
            .output();
    return Integer.parseInt(output);
  }

  private Command.Outcome curl(Object... arguments) {
    return Command.tryRun(
        directory, "curl", "--silent", "--show-error", "--cacert", "ca.crt", List.of(arguments));
  }
}
