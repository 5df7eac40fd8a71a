package io.github.anomalyexporter.server.web;

import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.serverError;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import io.github.anomalyexporter.server.openid.TestProvider;
import io.github.anomalyexporter.server.web.contract.DocumentedClient;
import io.github.anomalyexporter.server.yaml.ConfigException;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Browser login of the real server, with a provider whose tokens the test chooses. */
class LoginTest {
  private final HttpClient client = new DocumentedClient(HttpClient.newHttpClient());
  @TempDir private Path folder;
  private TestProvider provider;
  private SecuredServer server;

  @BeforeEach
  void start() throws JOSEException, IOException, ConfigException {
    provider = new TestProvider();
    server = new SecuredServer(folder, config());
  }

  private String config() {
    return """
        access:
          roles:
            viewer: {groups: [sre]}
          oidc:
            issuer: %s
            client_id: %s
            client_secret: %s
        """
        .formatted(provider.issuer(), TestProvider.CLIENT, TestProvider.SECRET);
  }

  @AfterEach
  void stop() {
    server.close();
    provider.close();
  }

  private HttpResponse<String> send(String path, String cookie)
      throws IOException, InterruptedException {
    return send(server.request(path), cookie);
  }

  private HttpResponse<String> send(HttpRequest.Builder request, String cookie)
      throws IOException, InterruptedException {
    if (!cookie.isEmpty()) {
      request.header("Cookie", cookie);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static String location(HttpResponse<String> response) {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(302);
    return response.headers().firstValue("Location").orElseThrow();
  }

  private static String cookie(HttpResponse<String> response, String name) {
    String header =
        response.headers().allValues("Set-Cookie").stream()
            .filter(it -> it.startsWith(name + "="))
            .findFirst()
            .orElseThrow();
    assertThat(header).contains("HttpOnly", "SameSite=Lax", "Path=/");
    return header.substring(0, header.indexOf(';'));
  }

  private static String parameter(String url, String name) {
    Matcher found = Pattern.compile("[?&]" + name + "=([^&]*)").matcher(url);
    assertThat(found.find()).as(url).isTrue();
    return found.group(1);
  }

  /** A login that has been begun. */
  private record Begun(String cookie, String state, String nonce) {}

  private Begun begin() throws IOException, InterruptedException {
    HttpResponse<String> login = send("/login", "");
    String url = location(login);
    assertThat(URLDecoder.decode(url, UTF_8))
        .startsWith(provider.server.baseUrl() + "/authorize?")
        .contains("redirect_uri=http://localhost:" + server.port() + "/login/callback");
    return new Begun(
        cookie(login, "anomaly_exporter_login"), parameter(url, "state"), parameter(url, "nonce"));
  }

  private HttpResponse<String> complete(Begun begun, String state, List<String> groups)
      throws IOException, InterruptedException, JOSEException {
    provider.redeem(
        provider.signed(
            provider.claims().claim("nonce", begun.nonce()).claim("groups", groups).build()));
    return send("/login/callback?code=c&state=" + state, begun.cookie());
  }

  private String session() throws IOException, InterruptedException, JOSEException {
    Begun begun = begin();
    HttpResponse<String> completed = complete(begun, begun.state(), List.of("sre"));
    assertThat(location(completed)).isEqualTo("./../");
    return cookie(completed, "anomaly_exporter_session");
  }

  @Test
  void a_browser_is_sent_to_the_provider_and_comes_back_with_a_session()
      throws IOException, InterruptedException, JOSEException {
    HttpResponse<String> page =
        send(server.request("/").header("Accept", "text/html,application/xhtml+xml"), "");
    assertThat(location(page)).isEqualTo("./login");
    HttpResponse<String> deeper =
        send(server.request("/api/v1/docs").header("Accept", "text/html"), "");
    assertThat(location(deeper)).isEqualTo("./../../login");

    assertThat(send("/api/v1/user", session()).body())
        .contains("\"user\":\"alice\"", "\"login\":\"session\"", "\"role\":\"viewer\"");
  }

  @Test
  void other_clients_get_401_without_a_password_dialog() throws IOException, InterruptedException {
    HttpResponse<String> response = send("/api/v1/status", "");
    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.headers().firstValue("WWW-Authenticate"))
        .contains("Bearer realm=\"anomaly-exporter\"");
    assertThat(send("/api/v1/status", "anomaly_exporter_session=guessed").statusCode())
        .isEqualTo(401);
  }

  @Test
  void a_token_of_the_provider_is_a_login()
      throws IOException, InterruptedException, JOSEException {
    String token = provider.signed(provider.claims().build());
    assertThat(
            send(server.request("/api/v1/user").header("Authorization", "Bearer " + token), "")
                .body())
        .contains("\"user\":\"alice\"", "\"login\":\"jwt\"");
  }

  /** Login of another user by a link: the state is not that of this browser. */
  @Test
  void a_response_to_another_login_is_refused()
      throws IOException, InterruptedException, JOSEException {
    Begun first = begin();
    Begun second = begin();
    assertThat(complete(second, first.state(), List.of("sre")).statusCode()).isEqualTo(400);
    assertThat(send("/login/callback?code=c&state=" + second.state(), "").statusCode())
        .isEqualTo(400);
    String changed = second.cookie().substring(0, second.cookie().length() - 4) + "AAAA";
    assertThat(send("/login/callback?code=c&state=" + second.state(), changed).statusCode())
        .isEqualTo(400);
  }

  @Test
  void a_token_with_the_nonce_of_another_login_is_refused()
      throws IOException, InterruptedException, JOSEException {
    Begun begun = begin();
    HttpResponse<String> refused =
        complete(
            new Begun(begun.cookie(), begun.state(), "another"), begun.state(), List.of("sre"));
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.headers().allValues("Set-Cookie"))
        .noneMatch(it -> it.startsWith("anomaly_exporter_session"));
  }

  @Test
  void a_user_without_a_role_gets_no_session()
      throws IOException, InterruptedException, JOSEException {
    Begun begun = begin();
    HttpResponse<String> refused = complete(begun, begun.state(), List.of("guests"));
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("openid:alice has no role");
    assertThat(refused.headers().allValues("Set-Cookie"))
        .noneMatch(it -> it.startsWith("anomaly_exporter_session"));
  }

  /** The reason of the provider is not shown: it is a part of a link. */
  @Test
  void a_refusal_of_the_provider_is_shown_without_its_text()
      throws IOException, InterruptedException {
    Begun begun = begin();
    HttpResponse<String> refused =
        send(
            "/login/callback?error=access_denied&error_description=call-555&state=" + begun.state(),
            begun.cookie());
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).contains("refused the login").doesNotContain("call-555");
  }

  @Test
  void a_response_without_a_code_is_refused() throws IOException, InterruptedException {
    Begun begun = begin();
    assertThat(send("/login/callback?code=&state=" + begun.state(), begun.cookie()).statusCode())
        .isEqualTo(403);
  }

  @Test
  void a_logout_ends_the_session() throws IOException, InterruptedException, JOSEException {
    String session = session();
    HttpRequest.Builder foreign =
        server
            .request("/logout")
            .header("Origin", "http://evil.example")
            .POST(BodyPublishers.noBody());
    assertThat(send(foreign, session).statusCode()).isEqualTo(403);
    assertThat(send("/api/v1/status", session).statusCode()).isEqualTo(200);

    HttpRequest.Builder own = server.request("/logout").POST(BodyPublishers.noBody());
    assertThat(send(own, session).statusCode()).isEqualTo(200);
    assertThat(send("/api/v1/status", session).statusCode()).isEqualTo(401);
  }

  /** Roles follow the file, also for sessions that began before. */
  @Test
  void a_role_that_is_withdrawn_ends_at_once()
      throws IOException, InterruptedException, JOSEException {
    String session = session();
    server.configure(config().replace("[sre]", "[others]"));
    assertThat(send("/api/v1/status", session).statusCode()).isEqualTo(403);
    server.configure(config());
    assertThat(send("/api/v1/status", session).statusCode()).isEqualTo(200);
  }

  /** The user can log in as another one: the session of the first has no role. */
  @Test
  void a_session_without_a_role_can_end() throws IOException, InterruptedException, JOSEException {
    String session = session();
    server.configure(config().replace("[sre]", "[others]"));
    assertThat(send("/", session).body()).contains("has no role", "open /login");
    HttpRequest.Builder foreign =
        server
            .request("/logout")
            .header("Origin", "http://evil.example")
            .POST(BodyPublishers.noBody());
    assertThat(send(foreign, session).statusCode()).isEqualTo(403);

    HttpRequest.Builder own = server.request("/logout").POST(BodyPublishers.noBody());
    assertThat(send(own, session).statusCode()).isEqualTo(200);
    assertThat(location(send(server.request("/").header("Accept", "text/html"), session)))
        .isEqualTo("./login");
  }

  @ParameterizedTest
  @CsvSource({
    "issuer, https://login.example.com",
    "client_id, another",
    "groups_claim, roles",
    "username_claim, email",
  })
  void a_session_ends_when_the_settings_of_its_identity_change(String key, String value)
      throws IOException, InterruptedException, JOSEException {
    String session = session();
    String other =
        config()
            .replaceAll("(?m)^ *%s:.*\n".formatted(key), "")
            .replace("  oidc:\n", "  oidc:\n    %s: %s\n".formatted(key, value));
    server.configure(other);
    assertThat(send("/api/v1/status", session).statusCode()).isEqualTo(401);

    server.configure(config().replace(TestProvider.SECRET, "changed"));
    assertThat(send("/api/v1/status", session).statusCode()).isEqualTo(200);
  }

  @Test
  void a_shorter_lifetime_applies_to_sessions_that_have_begun()
      throws IOException, InterruptedException, JOSEException {
    String session = session();
    server.operations.passed = Duration.ofHours(2);
    assertThat(send("/api/v1/status", session).statusCode()).isEqualTo(200);
    server.configure(config().replace("  oidc:", "  oidc:\n    session_lifetime: 1h"));
    assertThat(send("/api/v1/status", session).statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "x", "bnVsbA.e30.AA", "bnVsbA..AA.AA.AA", "eyJhbGciOiJkaXIifQ..AA.AA.AA"})
  void an_odd_cookie_is_no_login(String cookie) throws IOException, InterruptedException {
    assertThat(
            send("/login/callback?code=c&state=s", "anomaly_exporter_login=" + cookie).statusCode())
        .isEqualTo(400);
  }

  @Test
  void a_provider_that_does_not_respond_leaves_health_and_other_logins_alone()
      throws IOException, InterruptedException {
    provider.server.stubFor(
        get(urlPathEqualTo("/realm/.well-known/openid-configuration")).willReturn(serverError()));
    HttpResponse<String> failed = send("/login", "");
    assertThat(failed.statusCode()).isEqualTo(503);
    assertThat(failed.body()).contains("The login failed");
    assertThat(send("/-/healthy", "").statusCode()).isEqualTo(200);
  }

  @Test
  void behind_a_proxy_the_external_url_counts()
      throws IOException, InterruptedException, ConfigException {
    server.close();
    server =
        new SecuredServer(
            folder, config(), URI.create("https://monitoring.example.com/anomalies/"));
    HttpResponse<String> login = send("/login", "");
    assertThat(URLDecoder.decode(location(login), UTF_8))
        .contains("redirect_uri=https://monitoring.example.com/anomalies/login/callback");
    assertThat(login.headers().firstValue("Set-Cookie").orElseThrow()).contains("Secure");
  }
}
