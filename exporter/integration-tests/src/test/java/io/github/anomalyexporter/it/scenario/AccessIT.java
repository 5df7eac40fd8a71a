package io.github.anomalyexporter.it.scenario;

import static io.github.anomalyexporter.it.support.Patience.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.it.support.Browser;
import io.github.anomalyexporter.it.support.Exporter;
import io.github.anomalyexporter.it.support.ExporterProcess;
import io.github.anomalyexporter.it.support.Http;
import io.github.anomalyexporter.it.support.Ports;
import io.github.anomalyexporter.it.support.RealKeycloak;
import io.github.anomalyexporter.it.support.RealNginx;
import io.github.anomalyexporter.it.support.Tools;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * Each way to log in to the packed program: a browser at a real Keycloak, behind a path prefix of a
 * real nginx, and programs with a password, a token of the command and a JWT of Keycloak.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AccessIT {
  /** Made by {@code htpasswd -nbBC 4 prometheus "correct horse"}. */
  private static final String HASH = "$2y$04$YtQCDzP4c6mvLOZZ2MF25O0YnAWFayj/UEgycQilcKkgsRmsb.1Ym";

  /** Forwards the path only; the Host of a request is that of the exporter. */
  private static final String PROXY =
      """
      server {
          listen 127.0.0.1:%s;
          location /anomaly/ { proxy_pass http://127.0.0.1:%s/; }
      }
      """;

  private final Path directory = Tools.workspace(AccessIT.class);
  private final Map<String, String> tokens = new HashMap<>();

  @AutoClose private RealKeycloak keycloak;
  @AutoClose private ExporterProcess exporter;
  @AutoClose private RealNginx proxy;
  private Browser browser;

  @BeforeAll
  void start() throws IOException {
    browser = Browser.of(directory);
    RealNginx.require();
    int port = Ports.free();
    URI page = URI.create("http://127.0.0.1:" + port + "/anomaly/");
    browser.with("PAGE", page.toString()).with("PASSWORD", RealKeycloak.PASSWORD);
    keycloak = RealKeycloak.start(directory, page.resolve("login/callback"));
    Path web = Tools.write(directory.resolve("web.yml"), access());
    exporter =
        ExporterProcess.startLocal(
            directory, Ports.free(), "--web.config.file=" + web, "--web.external-url=" + page);
    proxy = RealNginx.start(directory, port, PROXY.formatted(port, exporter.port()));
  }

  private String access() {
    return """
        basic_auth_users: {prometheus: %s}
        access:
          roles:
            viewer: {users: [prometheus], groups: [engineering]}
            operator: {groups: [sre]}
          tokens:
        %s
        %s
          oidc:
            issuer: %s
            client_id: %s
            client_secret: %s
        """
        .formatted(
            HASH,
            entry("pipeline", "{instance!=\"none\"}"),
            entry("other", "{instance=\"none\"}"),
            keycloak.issuer(),
            RealKeycloak.CLIENT,
            RealKeycloak.SECRET);
  }

  /** Creates a token by the command and returns its entry, as the command prints it. */
  private String entry(String name, String match) {
    Exporter.Outcome created =
        Exporter.run(
            directory.resolve(name), "token", "--name=" + name, "--role=admin", "--match=" + match);
    List<String> lines = created.out().lines().toList();
    tokens.put(name, lines.get(2));
    return String.join("\n", lines.subList(6, lines.size())).indent(2).stripTrailing();
  }

  @Test
  void a_browser_logs_in_at_the_provider_through_a_proxy() throws IOException {
    URI health = URI.create("http://127.0.0.1:" + proxy.port() + "/anomaly/-/healthy");
    assertThat(Http.get(health).status()).isEqualTo(200);
    browser.runs("login.test.js");
  }

  @Test
  void programs_log_in_by_password_token_and_jwt() throws IOException {
    assertThat(Http.sendToExporter("GET", uri("/api/v1/user")).status()).isEqualTo(401);
    assertThat(user("Basic " + base64("prometheus:correct horse")))
        .contains("\"role\":\"viewer\"", "\"login\":\"password\"");
    assertThat(user(bearer("pipeline"))).contains("\"role\":\"admin\"", "\"login\":\"token\"");
    assertThat(user("Bearer " + keycloak.token("alice")))
        .contains("\"user\":\"alice\"", "\"role\":\"operator\"", "\"login\":\"jwt\"");
    assertThat(
            Http.sendToExporter("GET", uri("/metrics"), "Bearer " + keycloak.token("guest"))
                .status())
        .isEqualTo(403);
  }

  @Test
  void a_role_that_does_not_suffice_is_refused_and_logged() throws IOException {
    String viewer = "Basic " + base64("prometheus:correct horse");
    assertThat(Http.sendToExporter("POST", uri("/-/reload"), viewer).status()).isEqualTo(403);
    assertThat(Http.sendToExporter("POST", uri("/-/reload"), bearer("pipeline")).status())
        .isEqualTo(200);
    assertThat(exporter.log())
        .anyMatch(it -> it.contains("user=prometheus") && it.contains("outcome=refused"))
        .anyMatch(it -> it.contains("user=token:pipeline") && it.contains("outcome=done"))
        .noneMatch(it -> it.contains("anex_") || it.contains(RealKeycloak.SECRET));
  }

  @Test
  void a_caller_sees_its_own_hosts_only() throws IOException {
    URI instances = uri("/api/v1/instances");
    await("the machine is known")
        .untilAsserted(
            () ->
                assertThat(Http.sendToExporter("GET", instances, bearer("pipeline")).body())
                    .contains("\"total\":1"));
    assertThat(Http.sendToExporter("GET", instances, bearer("other")).body())
        .contains("\"total\":0", "\"data\":[]");
    assertThat(Http.sendToExporter("GET", uri("/metrics"), bearer("other")).status())
        .isEqualTo(403);
  }

  private String bearer(String name) {
    return "Bearer " + tokens.get(name);
  }

  private String user(String authorization) throws IOException {
    Http.Answer answer = Http.sendToExporter("GET", uri("/api/v1/user"), authorization);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + exporter.port() + path);
  }
}
