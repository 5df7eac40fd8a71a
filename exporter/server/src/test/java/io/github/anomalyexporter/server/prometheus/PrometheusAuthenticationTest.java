package io.github.anomalyexporter.server.prometheus;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.github.anomalyexporter.server.prometheus.StubPrometheus.UP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.anomalyexporter.server.config.HttpClientConfig;
import io.github.anomalyexporter.server.config.HttpClientConfig.BasicAuth;
import io.github.anomalyexporter.server.config.PrometheusConfig;
import io.github.anomalyexporter.server.failure.UsageException;
import io.github.anomalyexporter.server.http.RequestException;
import io.github.anomalyexporter.server.http.RequestException.Category;
import io.github.anomalyexporter.server.secret.Secret;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrometheusAuthenticationTest {
  private final StubPrometheus prometheus = new StubPrometheus();

  @AfterEach
  void close() {
    prometheus.close();
  }

  private PrometheusConfig with(
      @Nullable BasicAuth basicAuth, @Nullable Secret bearer, Map<String, String> headers) {
    PrometheusConfig config = prometheus.config();
    return new PrometheusConfig(
        new HttpClientConfig(
            config.http().url(),
            null,
            null,
            basicAuth,
            bearer,
            headers,
            config.http().tls(),
            config.http().timeout(),
            0),
        config.maxConcurrentQueries(),
        config.sampleBudget());
  }

  private static String basic(String credentials) {
    return "Basic "
        + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> sent(String header) {
    return prometheus.requests().stream().map(request -> request.getHeader(header)).toList();
  }

  @Test
  void a_user_and_password_are_sent_in_utf_8() throws InterruptedException {
    prometheus.answer(UP);
    BasicAuth auth = new BasicAuth("jürgen", Secret.of("pässword:x"));
    try (TestClient test = new TestClient(with(auth, null, Map.of()))) {
      test.query("up");
    }
    assertThat(sent("Authorization")).containsExactly(basic("jürgen:pässword:x"));
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 303, 307, 308})
  void a_redirect_takes_no_credentials_along(int status) {
    BasicAuth auth = new BasicAuth("me", Secret.of("password"));
    try (StubPrometheus other = new StubPrometheus().answer(UP);
        TestClient test = new TestClient(with(auth, null, Map.of("X-Token", "t0ken")))) {
      prometheus.answer(
          aResponse()
              .withStatus(status)
              .withHeader("Location", other.url() + "/api/v1/query?query=up"));

      assertThat(test.failure()).hasMessageContaining("redirects are not followed");
      assertThat(other.requests()).isEmpty();
    }
  }

  @Test
  void a_user_and_password_of_the_url_are_sent_and_never_shown() {
    prometheus.answer(aResponse().withStatus(401).withBody("no"));
    URI url = URI.create("http://me:p%40ssword@127.0.0.1:" + prometheus.server.port() + "/x");
    try (TestClient test = new TestClient(prometheus.config().withUrl(url))) {
      assertThat(test.failure())
          .hasMessageStartingWith("http://127.0.0.1:" + prometheus.server.port() + "/x, query up")
          .hasMessageNotContaining("ssword");
    }
    assertThat(sent("Authorization")).containsExactly(basic("me:p@ssword"));
  }

  @Test
  void a_rotated_token_counts_without_a_restart(@TempDir Path folder)
      throws IOException, InterruptedException {
    prometheus.answer(UP);
    Path file = Files.writeString(folder.resolve("token"), "first\n");
    try (TestClient test = new TestClient(with(null, Secret.ofFile(file), Map.of()))) {
      test.query("up");
      Files.writeString(file, "second\r\n");
      test.query("up");
    }
    assertThat(sent("Authorization")).containsExactly("Bearer first", "Bearer second");
  }

  @Test
  void a_rotated_password_counts_without_a_restart(@TempDir Path folder)
      throws IOException, InterruptedException {
    prometheus.answer(UP);
    Path file = Files.writeString(folder.resolve("password"), "first");
    BasicAuth auth = new BasicAuth("me", Secret.ofFile(file));
    try (TestClient test = new TestClient(with(auth, null, Map.of()))) {
      test.query("up");
      Files.writeString(file, "second");
      test.query("up");
    }
    assertThat(sent("Authorization")).containsExactly(basic("me:first"), basic("me:second"));
  }

  @Test
  void a_token_that_cannot_be_read_is_reported_and_nothing_is_sent(@TempDir Path folder) {
    Path file = folder.resolve("token");
    try (TestClient test = new TestClient(with(null, Secret.ofFile(file), Map.of()))) {
      RequestException failure = test.failure();

      assertThat(failure.category()).isEqualTo(Category.UNAUTHORIZED);
      assertThat(failure)
          .hasMessageEndingWith("cannot read the secret file " + file + ": no such file");
    }
    assertThat(prometheus.requests()).isEmpty();
  }

  @Test
  void a_token_of_two_lines_is_reported_without_it() {
    try (TestClient test = new TestClient(with(null, Secret.of("tok\nen"), Map.of()))) {
      RequestException failure = test.failure();

      assertThat(failure.category()).isEqualTo(Category.UNAUTHORIZED);
      assertThat(failure)
          .hasMessageContaining("not one line of printable ASCII")
          .hasMessageNotContaining("tok\nen");
    }
  }

  @Test
  void headers_such_as_a_tenant_are_sent() throws InterruptedException {
    prometheus.answer(UP);
    try (TestClient test =
        new TestClient(with(null, null, Map.of("X-Scope-OrgID", "team-a", "X-Key", "k")))) {
      test.query("up");
    }
    assertThat(sent("X-Scope-OrgID")).containsExactly("team-a");
    assertThat(sent("X-Key")).containsExactly("k");
  }

  @Test
  void secrets_that_a_server_echoes_are_not_repeated() {
    prometheus.answer(
        aResponse()
            .withStatus(401)
            .withBody("Bearer t0ken with tenant secr3t is not known\nX: secr3t"));
    try (TestClient test =
        new TestClient(with(null, Secret.of("t0ken"), Map.of("X-Scope-OrgID", "secr3t")))) {
      assertThat(test.failure())
          .hasMessageEndingWith("Bearer <secret> with tenant <secret> is not known X: <secret>");
    }
  }

  @Test
  void a_password_that_a_server_echoes_is_not_repeated() {
    String encoded = basic("me:passw0rd");
    prometheus.answer(aResponse().withStatus(401).withBody("passw0rd? " + encoded));
    BasicAuth auth = new BasicAuth("me", Secret.of("passw0rd"));
    try (TestClient test = new TestClient(with(auth, null, Map.of()))) {
      assertThat(test.failure()).hasMessageEndingWith(": <secret>? Basic <secret>");
    }
  }

  @Test
  void requests_go_through_the_proxy_with_its_credentials() throws InterruptedException {
    prometheus.answer(
        aResponse().withStatus(407).withHeader("Proxy-Authenticate", "Basic realm=\"p\""),
        StubPrometheus.json(200, UP));
    PrometheusConfig config = PrometheusConfig.defaults(URI.create("http://prometheus.invalid/x"));
    URI proxy = URI.create("http://me:passw0rd@127.0.0.1:" + prometheus.server.port());
    PrometheusConfig proxied =
        new PrometheusConfig(
            new HttpClientConfig(
                config.http().url(),
                null,
                proxy,
                null,
                null,
                Map.of(),
                config.http().tls(),
                config.http().timeout(),
                0),
            1,
            config.sampleBudget());
    try (TestClient test = new TestClient(proxied)) {
      assertThat(test.query("up")).hasSize(1);
    }
    assertThat(prometheus.requests())
        .extracting(request -> request.getAbsoluteUrl())
        .containsOnly("http://prometheus.invalid/x/api/v1/query");
    assertThat(sent("Proxy-Authorization")).containsExactly(null, basic("me:passw0rd"));
    assertThat(proxied.toString()).doesNotContain("passw0rd");
  }

  @Test
  void two_kinds_of_credentials_are_refused() {
    BasicAuth auth = new BasicAuth("me", Secret.of("p"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> with(auth, Secret.of("t"), Map.of()))
        .withMessage("expected basic_auth or a bearer token, found both");
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> with(auth, null, Map.of("authorization", "x")));
  }
}
