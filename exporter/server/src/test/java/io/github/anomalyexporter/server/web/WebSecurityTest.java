package io.github.anomalyexporter.server.web;

import static io.github.anomalyexporter.server.TestCertificate.FIRST;
import static io.github.anomalyexporter.server.TestCertificate.LATER;
import static io.github.anomalyexporter.server.TestCertificate.PROMETHEUS;
import static io.github.anomalyexporter.server.TestCertificate.SECOND;
import static io.github.anomalyexporter.server.TestCertificate.UNTRUSTED;
import static io.github.anomalyexporter.server.web.SecuredServer.HASH;
import static io.github.anomalyexporter.server.web.SecuredServer.PASSWORD;
import static io.github.anomalyexporter.server.web.SecuredServer.client;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.anomalyexporter.server.TestCertificate;
import io.github.anomalyexporter.server.failure.UsageException;
import io.github.anomalyexporter.server.yaml.ConfigException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/**
 * Users, TLS and headers of the real server, as configured by a file in the format of the
 * exporter-toolkit.
 */
class WebSecurityTest {
  private static final String USERS = "basic_auth_users: {alice: " + HASH + "}\n";
  private static final String TLS =
      "tls_server_config:\n  cert_file: server.crt\n  key_file: server.key\n";
  private static final String ALICE = "alice:" + PASSWORD;
  private static final String RELOAD_METRIC = "anomaly_exporter_web_config_last_reload_successful";

  @TempDir private Path folder;
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void prepare() throws IOException {
    FIRST.write(folder, "server");
    Files.copy(TestCertificate.AUTHORITY, folder.resolve("ca.crt"));
    log.start();
    logger().setLevel(Level.INFO);
    logger().addAppender(log);
  }

  @AfterEach
  void stopListening() {
    logger().detachAppender(log);
    logger().setLevel(null);
  }

  private static Logger logger() {
    return (Logger) LoggerFactory.getLogger("io.github.anomalyexporter.server");
  }

  private List<String> logged() {
    return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /",
    "GET, /metrics",
    "GET, /api/v1/status",
    "GET, /api/v1/instances",
    "GET, /nothing",
    "GET, /-/reload",
    "GET, /-/healthy/more",
    "GET, /-/",
    "POST, /-/healthy",
    "POST, /-/reload",
    "PUT, /-/reload",
    "DELETE, /api/v1/instances/web-1",
    "OPTIONS, /metrics",
    "TRACE, /metrics",
    "HEAD, /metrics",
  })
  void nothing_but_health_is_open(String method, String path)
      throws IOException, InterruptedException, ConfigException {
    try (SecuredServer server = new SecuredServer(folder, USERS)) {
      for (String credentials : List.of("", "alice:wrong", "bob:" + PASSWORD, "alice", ":")) {
        HttpResponse<String> response = server.send(client(), method, path, credentials);
        assertThat(response.statusCode()).as(credentials).isEqualTo(401);
        assertThat(response.headers().firstValue("WWW-Authenticate"))
            .contains("Basic realm=\"anomaly-exporter\", charset=\"UTF-8\"");
        assertThat(response.body()).isIn("Unauthorized\n", "");
      }
      assertThat(server.send(client(), method, path, ALICE).statusCode()).isNotEqualTo(401);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/-/healthy", "/-/ready"})
  void health_is_open(String path) throws IOException, InterruptedException, ConfigException {
    try (SecuredServer server = new SecuredServer(folder, USERS)) {
      assertThat(server.get(client(), path).statusCode()).isEqualTo(200);
      assertThat(server.send(client(), "HEAD", path, "").statusCode()).isEqualTo(200);
    }
  }

  /** Sent as they are: a client would tidy them up. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/-/healthy/../../metrics",
        "/-/healthy/..;/../metrics",
        "/-/healthy/%2e%2e/%2e%2e/metrics",
        "/-/healthy%2f..%2f..%2fmetrics",
        "/-/healthy;/../../metrics",
        "//metrics",
        "/-/healthy\\..\\..\\metrics",
        "/metrics;/-/healthy",
        "/metrics?/-/healthy",
        "/metrics#/-/healthy",
        "http://localhost/-/healthy/../../metrics",
        "*",
      })
  void no_spelling_of_a_path_leads_around_the_users(String target)
      throws IOException, ConfigException {
    try (SecuredServer server = new SecuredServer(folder, USERS);
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      String request =
          "GET " + target + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(answer).matches("(?s)HTTP/1.1 (400|401|404) .*");
      assertThat(answer).doesNotContain("# HELP");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Bearer x", "Basic", "Basic ", "Basic !!!", "Basic YWxpY2U=", "Digest username=a"})
  void other_credentials_are_none(String authorization)
      throws IOException, InterruptedException, ConfigException {
    try (SecuredServer server = new SecuredServer(folder, USERS)) {
      assertThat(
              client()
                  .send(
                      server.request("/metrics").header("Authorization", authorization).build(),
                      BodyHandlers.ofString())
                  .statusCode())
          .isEqualTo(401);
    }
  }

  @Test
  void who_has_logged_in_may_change_something_and_it_is_written_down()
      throws IOException, InterruptedException, ConfigException {
    try (SecuredServer server = new SecuredServer(folder, USERS)) {
      assertThat(server.send(client(), "POST", "/-/reload", ALICE).statusCode()).isEqualTo(200);
      assertThat(server.send(client(), "DELETE", "/api/v1/instances/a", ALICE).statusCode())
          .isEqualTo(200);
      assertThat(server.send(client(), "POST", "/-/reload", "alice:no").statusCode())
          .isEqualTo(401);

      assertThat(server.operations.reloads).hasValue(1);
      assertThat(server.operations.forgotten).hasValue(1);
      assertThat(logged())
          .containsExactly(
              "user=alice from=127.0.0.1 action='POST /-/reload' outcome=done",
              "user=alice from=127.0.0.1 action='DELETE /api/v1/instances/a' outcome=done",
              "user=- from=127.0.0.1 action='POST /-/*' outcome=refused");
    }
  }

  @ParameterizedTest
  @CsvSource({"POST, /-/reload", "PUT, /-/reload", "DELETE, /api/v1/instances/a"})
  void a_change_that_failed_is_not_written_down_as_done(String method, String path)
      throws IOException, InterruptedException, ConfigException {
    try (SecuredServer server = new SecuredServer(folder, USERS)) {
      server.operations.before =
          () -> {
            throw new IllegalStateException("the disk is full");
          };

      assertThat(server.send(client(), method, path, ALICE).statusCode()).isEqualTo(500);
      assertThat(logged())
          .contains(
              "user=alice from=127.0.0.1 action='%s %s' outcome=failed".formatted(method, path));
      assertThat(server.send(client(), "GET", "/metrics", ALICE).body()).contains("code=\"500\"");
    }
  }

  @Test
  void without_users_the_flag_decides() throws IOException, InterruptedException, ConfigException {
    try (SecuredServer server = new SecuredServer(folder, "")) {
      assertThat(server.send(client(), "POST", "/-/reload", "").statusCode()).isEqualTo(403);
      assertThat(server.send(client(), "POST", "/-/reload", ALICE).statusCode()).isEqualTo(403);
      assertThat(server.send(client(), "DELETE", "/api/v1/instances/a", "").statusCode())
          .isEqualTo(403);
      assertThat(server.operations.reloads).hasValue(0);
      assertThat(server.operations.forgotten).hasValue(0);
    }
    try (SecuredServer server = new SecuredServer(folder, "", WebLimits.DEFAULT, true)) {
      assertThat(server.send(client(), "POST", "/-/reload", "").statusCode()).isEqualTo(200);
    }
    assertThat(logged())
        .containsExactly(
            "user=- from=127.0.0.1 action='POST /-/*' outcome=refused",
            "user=- from=127.0.0.1 action='POST /-/*' outcome=refused",
            "user=- from=127.0.0.1 action='DELETE /api/v1/*' outcome=refused",
            "user=- from=127.0.0.1 action='POST /-/reload' outcome=done");
  }

  @Test
  void headers_go_with_every_answer() throws IOException, InterruptedException, ConfigException {
    String headers = "http_server_config: {headers: {X-Frame-Options: deny}}\n";
    try (SecuredServer server = new SecuredServer(folder, headers + USERS)) {
      for (String path : List.of("/-/healthy", "/metrics")) {
        assertThat(server.get(client(), path).headers().firstValue("X-Frame-Options"))
            .contains("deny");
      }
    }
  }

  @Test
  void a_rate_is_kept_and_health_does_not_count()
      throws IOException, InterruptedException, ConfigException {
    try (SecuredServer server =
        new SecuredServer(folder, "rate_limit: {interval: 1h, burst: 2}\n")) {
      for (int i = 0; i < 5; i++) {
        assertThat(server.get(client(), "/-/healthy").statusCode()).isEqualTo(200);
      }
      assertThat(server.get(client(), "/metrics").statusCode()).isEqualTo(200);
      assertThat(server.get(client(), "/").statusCode()).isEqualTo(200);
      assertThat(server.get(client(), "/metrics").statusCode()).isEqualTo(429);
      assertThat(server.get(client(), "/-/healthy").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void tls_is_spoken_and_nothing_else() throws IOException, InterruptedException, ConfigException {
    try (SecuredServer server = new SecuredServer(folder, TLS)) {
      HttpResponse<String> response = server.get(client(), "/metrics");
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
      assertThat(subject(response)).isEqualTo("CN=first");
      try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
        plain
            .getOutputStream()
            .write("GET /metrics HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.UTF_8));
        assertThat(new String(plain.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
            .doesNotContain("# HELP");
      }
    }
  }

  private static String subject(HttpResponse<?> response) throws IOException {
    X509Certificate certificate =
        (X509Certificate) response.sslSession().orElseThrow().getPeerCertificates()[0];
    return certificate.getSubjectX500Principal().getName();
  }

  @ParameterizedTest
  @CsvSource({"true, HTTP_2", "false, HTTP_1_1"})
  void http_2_can_be_switched_off(boolean http2, HttpClient.Version version)
      throws IOException, InterruptedException, ConfigException {
    String config = TLS + "http_server_config: {http2: " + http2 + "}\n";
    try (SecuredServer server = new SecuredServer(folder, config)) {
      HttpResponse<String> response =
          client()
              .send(
                  server.request("/metrics").version(HttpClient.Version.HTTP_2).build(),
                  BodyHandlers.ofString());
      assertThat(response.version()).isEqualTo(version);
      assertThat(response.statusCode()).isEqualTo(200);
    }
  }

  /** As curl --http1.1 and Go's client do, each in its way. */
  @ParameterizedTest
  @CsvSource({"http/1.1, http/1.1", "'h2,http/1.1', h2", "'http/1.1,http/1.0', http/1.1", "'', ''"})
  void clients_choose_the_protocol_they_speak(String offered, String chosen)
      throws IOException, ConfigException {
    try (SecuredServer server = new SecuredServer(folder, TLS);
        SSLSocket socket = socket(server)) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(
          offered.isEmpty() ? new String[0] : offered.split(",", -1));
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      assertThat(socket.getApplicationProtocol()).isEqualTo(chosen);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "NoClientCert, true, true, true",
    "RequestClientCert, true, true, true",
    "RequireAnyClientCert, false, true, true",
    "VerifyClientCertIfGiven, true, false, true",
    "RequireAndVerifyClientCert, false, false, true",
  })
  void client_certificates_are_requested(
      String type, boolean none, boolean untrusted, boolean trusted)
      throws IOException, InterruptedException, ConfigException {
    String authority = type.equals("NoClientCert") ? "" : "  client_ca_file: ca.crt\n";
    String config = TLS + "  client_auth_type: " + type + "\n" + authority;
    try (SecuredServer server = new SecuredServer(folder, config)) {
      assertThat(isServed(server, client())).isEqualTo(none);
      assertThat(isServed(server, client(UNTRUSTED))).isEqualTo(untrusted);
      assertThat(isServed(server, client(PROMETHEUS))).isEqualTo(trusted);
    }
  }

  private static boolean isServed(SecuredServer server, HttpClient client)
      throws InterruptedException {
    try {
      return server.get(client, "/metrics").statusCode() == 200;
    } catch (IOException e) {
      return false;
    }
  }

  @ParameterizedTest
  @CsvSource({"prometheus, true", "grafana, false"})
  void a_certificate_has_an_allowed_name(String allowed, boolean served)
      throws IOException, InterruptedException, ConfigException {
    String config =
        TLS
            + "  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: ca.crt\n"
            + "  client_allowed_sans: [other, "
            + allowed
            + "]\n";
    try (SecuredServer server = new SecuredServer(folder, config)) {
      assertThat(isServed(server, client(PROMETHEUS))).isEqualTo(served);
    }
  }

  @Test
  void a_verified_certificate_is_a_login()
      throws IOException, InterruptedException, ConfigException {
    String verified =
        TLS + "  client_auth_type: VerifyClientCertIfGiven\n  client_ca_file: ca.crt\n";
    try (SecuredServer server = new SecuredServer(folder, verified)) {
      assertThat(server.send(client(PROMETHEUS), "POST", "/-/reload", "").statusCode())
          .isEqualTo(200);
      assertThat(server.send(client(), "POST", "/-/reload", "").statusCode()).isEqualTo(403);
      assertThat(logged())
          .contains("user='CN=prometheus' from=127.0.0.1 action='POST /-/reload' outcome=done");
    }
    try (SecuredServer server =
        new SecuredServer(folder, TLS + "  client_auth_type: RequestClientCert\n")) {
      assertThat(server.send(client(UNTRUSTED), "POST", "/-/reload", "").statusCode())
          .isEqualTo(403);
    }
  }

  @Test
  void versions_and_suites_are_those_of_the_file() throws IOException, ConfigException {
    String suite = "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256";
    try (SecuredServer server =
        new SecuredServer(
            folder, TLS + "  max_version: TLS12\n  cipher_suites: [" + suite + "]\n")) {
      try (SSLSocket socket = connect(server)) {
        assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.2");
        assertThat(socket.getSession().getCipherSuite()).isEqualTo(suite);
      }
    }
    try (SecuredServer server = new SecuredServer(folder, TLS + "  min_version: TLS13\n")) {
      try (SSLSocket socket = connect(server)) {
        assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
      }
      assertThatThrownBy(() -> connect(server, "TLSv1.2").close()).isInstanceOf(IOException.class);
    }
    try (SecuredServer server = new SecuredServer(folder, TLS)) {
      connect(server, "TLSv1.2").close();
      connect(server, "TLSv1.3").close();
    }
  }

  private static SSLSocket socket(SecuredServer server) throws IOException {
    return (SSLSocket)
        ClientTls.context(null).getSocketFactory().createSocket("127.0.0.1", server.port());
  }

  private static SSLSocket connect(SecuredServer server, String... protocols) throws IOException {
    SSLSocket socket = socket(server);
    if (protocols.length > 0) {
      socket.setEnabledProtocols(protocols);
    }
    socket.startHandshake();
    return socket;
  }

  @Test
  void a_renewed_certificate_is_shown_without_a_restart()
      throws IOException, InterruptedException, ConfigException {
    try (SecuredServer server = new SecuredServer(folder, TLS)) {
      HttpClient client = client();
      assertThat(subject(server.get(client, "/metrics"))).isEqualTo("CN=first");
      SECOND.write(folder, "server");
      server.refresh();
      assertThat(subject(server.get(client(), "/metrics"))).isEqualTo("CN=second");
      assertThat(subject(server.get(client, "/metrics")))
          .as("an old connection")
          .isEqualTo("CN=second");
    }
  }

  @Test
  void a_change_of_the_users_counts_without_a_restart()
      throws IOException, InterruptedException, ConfigException {
    try (SecuredServer server = new SecuredServer(folder, "")) {
      assertThat(server.get(client(), "/metrics").statusCode()).isEqualTo(200);
      server.configure(USERS);
      assertThat(server.get(client(), "/metrics").statusCode()).isEqualTo(401);
      assertThat(server.send(client(), "GET", "/metrics", ALICE).statusCode()).isEqualTo(200);
      server.configure("basic_auth_users: {bob: " + HASH + "}");
      assertThat(server.send(client(), "GET", "/metrics", ALICE).statusCode()).isEqualTo(401);
      server.configure("basic_auth_users: {}");
      assertThat(server.get(client(), "/metrics").statusCode()).isEqualTo(200);
    }
  }

  /** What an editor, a copy or a volume that is being filled shows for a moment. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "# basic_auth_users:",
        "{}",
        "basic_auth_users:",
        "basic_auth_users:\n  # alice",
        "basic_auth_users:\n  alice:",
        "basic_auth_users:\n  alice: $2y$04$YtQCDzP4c6mvLOZZ2MF25O0YnA",
        "basic_auth_us",
        "rate_limit: {interval: 1ms, burst: 100}",
        "http_server_config: {http2: true}",
      })
  void a_file_that_has_lost_its_users_does_not_open_the_server(String text)
      throws IOException, InterruptedException, ConfigException {
    try (SecuredServer server = new SecuredServer(folder, USERS)) {
      server.configure(text);

      assertThat(server.get(client(), "/metrics").statusCode()).isEqualTo(401);
      assertThat(server.send(client(), "GET", "/metrics", ALICE).statusCode()).isEqualTo(200);
      assertThat(server.metric(RELOAD_METRIC)).isZero();
      assertThat(logged()).singleElement().asString().contains("not reloaded");

      server.configure(USERS);
      assertThat(server.metric(RELOAD_METRIC)).isEqualTo(1);
    }
  }

  @Test
  void every_protection_that_is_lost_is_named() throws IOException, ConfigException {
    String clients =
        TLS
            + "  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: ca.crt\n"
            + "  client_allowed_sans: [prometheus]\n";
    String rest =
        """
        rate_limit: {interval: 1ms, burst: 100}
        http_server_config: {headers: {X-Frame-Options: deny}}
        """;
    try (SecuredServer server = new SecuredServer(folder, clients + USERS + rest)) {
      server.configure(TLS);

      assertThat(server.metric(RELOAD_METRIC)).isZero();
      assertThat(logged())
          .singleElement()
          .asString()
          .contains(
              "expected basic_auth_users and rate_limit and http_server_config.headers"
                  + " and tls_server_config.client_auth_type"
                  + " and tls_server_config.client_allowed_sans, as in the previous settings");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        // What is left of the file | the key that is missing
        "client_auth_type: RequireAndVerifyClientCert | client_ca_file",
        "client_auth_type: RequireAnyClientCert | none",
        "client_auth_type: NoClientCert | none",
        "min_version: TLS12 | client_auth_type",
      })
  void certificates_of_clients_stay_required_until_the_file_states_otherwise(
      String left, @Nullable String missing) throws IOException, ConfigException {
    String before =
        TLS + "  client_auth_type: RequireAndVerifyClientCert\n  client_ca_file: ca.crt\n";
    try (SecuredServer server = new SecuredServer(folder, before)) {
      server.configure(TLS + "  " + left);

      assertThat(server.metric(RELOAD_METRIC)).isEqualTo(missing == null ? 1 : 0);
      if (missing != null) {
        assertThat(logged())
            .singleElement()
            .asString()
            .contains("expected tls_server_config." + missing + ", as in the previous settings");
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "basic_auth_users: {alice: plain} | expected a bcrypt hash",
        "basic_auth_user: {} | expected a known key",
        "'[' | syntax error",
        "tls_server_config: {cert_file: server.crt, key_file: server.key} |"
            + " TLS can be switched on or off only by a restart",
        "tls_server_config: {cert_file: none.crt, key_file: server.key} |"
            + " expected a file that can be read, found none",
      })
  void an_invalid_file_keeps_the_previous_settings_and_is_logged_once(String bad, String message)
      throws IOException, InterruptedException, ConfigException {
    try (SecuredServer server = new SecuredServer(folder, USERS)) {
      assertThat(server.metric(RELOAD_METRIC)).isEqualTo(1);
      server.configure(bad);
      server.refresh();
      server.refresh();

      assertThat(server.get(client(), "/metrics").statusCode()).isEqualTo(401);
      assertThat(server.send(client(), "GET", "/metrics", ALICE).statusCode()).isEqualTo(200);
      assertThat(server.metric(RELOAD_METRIC)).isZero();
      assertThat(logged())
          .singleElement()
          .asString()
          .startsWith("--web.config.file not reloaded, keeping the previous settings: ")
          .contains(message.strip());

      server.configure(USERS + "# right again\n");
      assertThat(server.metric(RELOAD_METRIC)).isEqualTo(1);
    }
  }

  @Test
  void a_certificate_that_appears_later_is_loaded()
      throws IOException, InterruptedException, ConfigException {
    try (SecuredServer server = new SecuredServer(folder, TLS)) {
      server.configure(TLS.replace("server.", "later."));
      assertThat(subject(server.get(client(), "/metrics"))).isEqualTo("CN=first");
      assertThat(server.metric(RELOAD_METRIC)).isZero();

      LATER.write(folder, "later");
      server.refresh();
      assertThat(subject(server.get(client(), "/metrics"))).isEqualTo("CN=later");
      assertThat(server.metric(RELOAD_METRIC)).isEqualTo(1);
    }
  }

  @Test
  void a_key_of_another_certificate_is_refused_at_the_start() throws IOException {
    Files.writeString(folder.resolve("server.key"), PROMETHEUS.key());

    assertThatThrownBy(() -> new SecuredServer(folder, TLS).close())
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "%s/web.yml: key_file %s/server.key: expected the key of the certificate in"
                    .formatted(folder, folder)
                + " cert_file %s/server.crt, found the key of another certificate"
                    .formatted(folder));
  }

  @Test
  void an_authority_without_certificates_is_refused_at_the_start() throws IOException {
    Files.writeString(folder.resolve("ca.crt"), "nothing");

    assertThatThrownBy(
            () ->
                new SecuredServer(
                        folder,
                        TLS
                            + "  client_auth_type: RequireAndVerifyClientCert\n"
                            + "  client_ca_file: ca.crt\n")
                    .close())
        .isInstanceOf(UsageException.class)
        .hasMessageEndingWith("ca.crt: expected certificates in PEM, found none");
  }
}
