package io.github.anomalyexporter.it.scenario;

import static io.github.anomalyexporter.it.support.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.anomalyexporter.it.support.Certificates;
import io.github.anomalyexporter.it.support.ChildProcess;
import io.github.anomalyexporter.it.support.Command;
import io.github.anomalyexporter.it.support.Exporter;
import io.github.anomalyexporter.it.support.Ports;
import io.github.anomalyexporter.it.support.PrometheusVersion;
import io.github.anomalyexporter.it.support.RealPrometheus;
import io.github.anomalyexporter.it.support.Tools;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A real Prometheus and the exporter. Both are configured by a file of the same format: TLS with
 * client certificates and users. Each queries the other with certificate and password from files,
 * which are renewed while both run. Every secret contains "planted", and no output contains it.
 */
class WebSecurityIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Beginning of each bcrypt hash. */
  private static final String BCRYPT = "$2y$04$";

  /** Each with its hash, made by {@code htpasswd -nbBC 4 USER PASSWORD}. */
  private static final List<String> SCRAPE_PASSWORDS =
      List.of("planted-scrape-password", "planted-second-scrape");

  private static final List<String> SCRAPE_HASHES =
      List.of(
          "$2y$04$Y.GxgJEb.RCUUNc4RlHOy.XRPeZMDGnmBnuOusr5xS2CCvngF2LB6",
          "$2y$04$mTCCP8BdjmiMaN2kUyjItO3mqANNo48ygUquB75D/AwTBooRaMIba");
  private static final List<String> QUERY_PASSWORDS =
      List.of("planted-prometheus-password", "planted-second-prometheus");
  private static final List<String> QUERY_HASHES =
      List.of(
          "$2y$04$SuqpWaB08jLixgQ1WmASSuAhhd1o.qAy5UxQvLBM0uyUcWMIE7PBW",
          "$2y$04$EMPITecZ9I8XgoeVWVqDTenlosZdK9m0sze0qwHp7MzcGKZmpNWaW");

  private final int exporterPort = Ports.free();
  private final int prometheusPort = Ports.free();
  private Path folder = Tools.workspace(WebSecurityIT.class);

  /** Everything that the exporter has served. */
  private final List<String> seen = new ArrayList<>();

  @ParameterizedTest
  @EnumSource
  void prometheus_and_exporter_accept_each_other_only(PrometheusVersion version)
      throws IOException {
    folder = Files.createDirectories(Tools.workspace(WebSecurityIT.class).resolve("" + version));
    Certificates certificates = new Certificates(folder);
    for (String name : List.of("exporter", "prometheus", "scraper", "querier")) {
      certificates.issue(name);
    }
    usePasswords(0, 0);
    write("prometheus.yml", prometheusConfig());
    write("anomaly-exporter.yml", exporterConfig());
    try (ChildProcess prometheus = startPrometheus(version);
        ChildProcess exporter = startExporter()) {
      awaitTrust(0);
      assertThat(prometheus.isAlive()).isTrue();
      otherClientsAreRefused();
      usersAreServed();

      // Prometheus 3.5 scrapes with the password that it has read first.
      usePasswords(version == PrometheusVersion.TWO ? 1 : 0, 1);
      awaitTrust(1);
      for (String name : List.of("exporter", "prometheus", "scraper", "querier")) {
        certificates.issue(name);
      }
      awaitTrust(1);

      badFileIsLoggedOnce(exporter);
      noSecretIsShown(exporter);
    }
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  /** New passwords on both sides of both ways; for moments they do not fit. */
  private void usePasswords(int scrape, int query) throws IOException {
    write("scrape.password", SCRAPE_PASSWORDS.get(scrape) + "\n");
    write("query.password", QUERY_PASSWORDS.get(query) + "\n");
    write("exporter-web.yml", webConfig("exporter", "scraper", SCRAPE_HASHES.get(scrape)));
    write("prometheus-web.yml", webConfig("prometheus", "querier", QUERY_HASHES.get(query)));
  }

  /** For Prometheus and for the exporter. */
  private static String webConfig(String server, String user, String hash) {
    return """
        tls_server_config:
          cert_file: %s.crt
          key_file: %s.key
          client_auth_type: VerifyClientCertIfGiven
          client_ca_file: ca.crt
        http_server_config:
          headers:
            X-Frame-Options: deny
        basic_auth_users:
          %s: %s
        """
        .formatted(server, server, user, hash);
  }

  private String prometheusConfig() {
    return """
        global: {scrape_interval: 1s, scrape_timeout: 1s}
        scrape_configs:
          - job_name: anomaly-exporter
            honor_labels: true
            scheme: https
            basic_auth: {username: scraper, password_file: scrape.password}
            tls_config: {ca_file: ca.crt, cert_file: scraper.crt, key_file: scraper.key}
            static_configs: [{targets: ['127.0.0.1:%s']}]
        """
        .formatted(exporterPort);
  }

  private String exporterConfig() {
    return """
        prometheus:
          url: https://127.0.0.1:%s
          timeout: 2s
          basic_auth: {username: querier, password_file: query.password}
          tls: {ca_file: ca.crt, cert_file: querier.crt, key_file: querier.key}
          headers: {X-Key: planted-header}
        alertmanager:
          url: http://me:planted-in-url@127.0.0.1:%s
          timeout: 1s
        detectors:
          - {name: node, scoring_interval: 1s, step: 1m, scrape_interval: 1s}
        """
        .formatted(prometheusPort, Ports.free());
  }

  private ChildProcess startPrometheus(PrometheusVersion version) {
    return RealPrometheus.launch(
        version,
        folder,
        prometheusPort,
        "--web.config.file=" + folder.resolve("prometheus-web.yml"));
  }

  private ChildProcess startExporter() {
    return Exporter.start(
        folder.resolve("exporter"),
        Map.of(),
        "serve",
        "--config.file=" + folder.resolve("anomaly-exporter.yml"),
        "--web.config.file=" + folder.resolve("exporter-web.yml"),
        "--storage.path=" + folder.resolve("storage"),
        "--web.listen-address=127.0.0.1:" + exporterPort,
        "--log.level=debug");
  }

  /**
   * Waits until Prometheus has scraped the exporter and answered its query, both within the last
   * seconds: the scraped metric states that the last query of the exporter was answered.
   */
  private void awaitTrust(int generation) {
    double since = System.currentTimeMillis() / 1000.0;
    String fresh = "timestamp(anomaly_exporter_prometheus_up == 1) > " + (since + 4);
    await("scraped and answered")
        // Before it is ready Prometheus answers in plain text.
        .evenIfUnreachable()
        .untilAsserted(
            () -> {
              Command.Outcome answer =
                  curl(
                      "-u",
                      "querier:" + QUERY_PASSWORDS.get(generation),
                      "--data-urlencode",
                      "query=" + fresh,
                      "https://127.0.0.1:" + prometheusPort + "/api/v1/query");
              assertThat(answer.exitCode()).as(answer.output()).isZero();
              assertThat(JSON.readTree(answer.output()).path("data").path("result"))
                  .as(answer.output())
                  .hasSize(1);
            });
  }

  private Command.Outcome curl(Object... arguments) {
    return Command.tryRun(
        folder, "curl", "--silent", "--show-error", "--cacert", "ca.crt", List.of(arguments));
  }

  private String exporter(String path) {
    return "https://127.0.0.1:" + exporterPort + path;
  }

  private int status(Object... arguments) {
    Command.Outcome outcome = curl("--write-out", "\n%{http_code}", List.of(arguments));
    seen.add(outcome.output());
    return outcome.exitCode() == 0
        ? Integer.parseInt(outcome.output().substring(outcome.output().lastIndexOf('\n') + 1))
        : 0;
  }

  private void otherClientsAreRefused() {
    assertThat(status(exporter("/-/healthy"))).isEqualTo(200);
    assertThat(status(exporter("/-/ready"))).isEqualTo(200);
    for (String path : List.of("/", "/metrics", "/api/v1/status", "/api/v1/instances", "/x")) {
      assertThat(status(exporter(path))).as(path).isEqualTo(401);
      assertThat(status("-u", "scraper:wrong", exporter(path))).as(path).isEqualTo(401);
    }
    assertThat(status("-X", "POST", exporter("/-/reload"))).isEqualTo(401);
    assertThat(status("--tls-max", "1.1", exporter("/-/healthy"))).as("TLS 1.1").isZero();
    assertThat(status(exporter("/metrics").replace("https:", "http:"))).as("no TLS").isZero();
  }

  private void usersAreServed() {
    String user = "scraper:" + SCRAPE_PASSWORDS.get(0);
    for (String path :
        List.of("/", "/metrics", "/api/v1/status", "/api/v1/instances", "/api/v1/config")) {
      assertThat(status("-u", user, exporter(path))).as(path).isEqualTo(200);
    }
    assertThat(status("-u", user, "-X", "POST", exporter("/-/reload"))).isEqualTo(200);
    assertThat(status("-u", user, "-X", "DELETE", exporter("/api/v1/instances/none")))
        .isEqualTo(404);
    for (String version : List.of("--http1.1", "--http2")) {
      Command.Outcome outcome = curl(version, "--include", "-u", user, exporter("/metrics"));
      assertThat(outcome.output())
          .startsWith(version.equals("--http2") ? "HTTP/2 200" : "HTTP/1.1 200")
          .containsIgnoringCase("x-frame-options: deny");
    }
    assertThat(
            status(
                "--cert", "scraper.crt", "--key", "scraper.key", "-u", user, exporter("/metrics")))
        .isEqualTo(200);
  }

  private void badFileIsLoggedOnce(ChildProcess exporter) throws IOException {
    write("exporter-web.yml", "basic_auth_users: {scraper: planted-in-the-clear}\n");
    await("logged").until(() -> refusals(exporter) == 1);
    awaitTrust(1);
    assertThat(refusals(exporter)).isEqualTo(1);
  }

  private static long refusals(ChildProcess exporter) {
    return exporter
        .err()
        .lines()
        .filter(line -> line.contains("basic_auth_users.scraper (line 1): expected a bcrypt"))
        .count();
  }

  private void noSecretIsShown(ChildProcess exporter) throws IOException {
    await("Alertmanager was asked").until(() -> exporter.err().contains("silences cannot be read"));
    seen.add(exporter.out());
    seen.add(exporter.err());
    seen.add(
        new String(
            Files.readAllBytes(Path.of("/proc/" + exporter.pid() + "/cmdline")),
            StandardCharsets.UTF_8));
    try (Stream<Path> files = Files.walk(folder.resolve("storage"))) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        seen.add(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    assertThat(exporter.err())
        .contains("action='POST /-/reload' outcome=done")
        .doesNotContain("/metrics outcome");
    assertThat(seen)
        .noneMatch(it -> it.contains("planted"))
        .noneMatch(it -> it.contains(BCRYPT))
        .noneMatch(it -> it.contains("PRIVATE KEY"));
  }
}
