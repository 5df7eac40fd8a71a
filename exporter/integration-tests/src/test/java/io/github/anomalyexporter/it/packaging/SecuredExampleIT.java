package io.github.anomalyexporter.it.packaging;

import static io.github.anomalyexporter.it.support.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.it.support.Certificates;
import io.github.anomalyexporter.it.support.ChildProcess;
import io.github.anomalyexporter.it.support.Command;
import io.github.anomalyexporter.it.support.Example;
import io.github.anomalyexporter.it.support.Exporter;
import io.github.anomalyexporter.it.support.Ports;
import io.github.anomalyexporter.it.support.PrometheusVersion;
import io.github.anomalyexporter.it.support.RealPrometheus;
import io.github.anomalyexporter.it.support.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** examples/secured/, with its own password and with a Prometheus that is secured likewise. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecuredExampleIT {
  private static final PrometheusVersion VERSION = PrometheusVersion.THREE;

  /** Whose hash is in web-config.yml. */
  private static final String PASSWORD = "change-me";

  private final Path directory = Tools.workspace(SecuredExampleIT.class);
  private final int exporterPort = Ports.free();
  private final int prometheusPort = Ports.free();

  @AutoClose private ChildProcess prometheus;
  @AutoClose private ChildProcess exporter;

  @BeforeAll
  void start() throws IOException {
    Files.createDirectories(directory);
    new Certificates(directory).issue("anomaly-exporter");
    Files.writeString(directory.resolve("prometheus.password"), PASSWORD + "\n");
    Example web = Example.of("secured/web-config.yml");
    web.writeTo(directory.resolve("web-config.yml"));
    web.with("\n  prometheus: ", "\n  anomaly-exporter: ")
        .writeTo(directory.resolve("prometheus-web-config.yml"));
    Example.of("secured/anomaly-exporter.yml")
        .with("prometheus.example.org:9090", "127.0.0.1:" + prometheusPort)
        .with("/var/lib/anomaly-exporter", directory.resolve("storage"))
        .writeTo(directory.resolve("anomaly-exporter.yml"));
    Example.of("secured/prometheus.yml")
        .with("anomaly-exporter.example.org:9877", "127.0.0.1:" + exporterPort)
        .with("/etc/prometheus/anomaly-exporter.password", "prometheus.password")
        .with("/etc/prometheus/", "")
        .plus("global: {scrape_interval: 1s, scrape_timeout: 1s}\n")
        .writeTo(directory.resolve("prometheus.yml"));
    prometheus =
        RealPrometheus.launch(
            VERSION,
            directory,
            prometheusPort,
            "--web.config.file=" + directory.resolve("prometheus-web-config.yml"));
    exporter =
        Exporter.start(
            directory.resolve("exporter"),
            Map.of(),
            "serve",
            "--config.file=" + directory.resolve("anomaly-exporter.yml"),
            "--web.config.file=" + directory.resolve("web-config.yml"),
            "--web.listen-address=127.0.0.1:" + exporterPort);
  }

  /** The scraped metrics state that Prometheus has answered the exporter. */
  @Test
  void each_gets_its_answers_from_the_other() {
    await("scraped and answered")
        .untilAsserted(
            () ->
                assertThat(
                        curl(
                                "--user",
                                "anomaly-exporter:" + PASSWORD,
                                "--data-urlencode",
                                "query=anomaly_exporter_prometheus_up == 1",
                                "https://127.0.0.1:" + prometheusPort + "/api/v1/query")
                            .output())
                    .contains("\"anomaly_exporter_prometheus_up\""));
    assertThat(prometheus.isAlive() && exporter.isAlive()).isTrue();
  }

  @Test
  void other_clients_are_refused() {
    String metrics = "https://127.0.0.1:" + exporterPort + "/metrics";
    await("served")
        .until(() -> curl("--fail", metrics.replace("/metrics", "/-/healthy")).exitCode() == 0);

    assertThat(curl("--include", metrics).output()).contains(" 401 ");
    assertThat(curl("--include", "--user", "prometheus:guess", metrics).output()).contains(" 401 ");
    assertThat(curl("--include", "--user", "prometheus:" + PASSWORD, metrics).output())
        .contains(" 200 ", "anomaly_exporter_build_info")
        .containsIgnoringCase("Strict-Transport-Security: max-age=31536000");
  }

  @Test
  void promtool_takes_the_web_configuration() {
    Command.run(
        directory,
        VERSION.promtool().toAbsolutePath().toString(),
        "check",
        "web-config",
        "web-config.yml");
  }

  private Command.Outcome curl(Object... arguments) {
    return Command.tryRun(
        directory, "curl", "--silent", "--show-error", "--cacert", "ca.crt", List.of(arguments));
  }
}
