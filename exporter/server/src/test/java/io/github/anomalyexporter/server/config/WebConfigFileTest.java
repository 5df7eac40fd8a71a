package io.github.anomalyexporter.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.anomalyexporter.server.access.Members;
import io.github.anomalyexporter.server.access.Role;
import io.github.anomalyexporter.server.config.WebConfig.ClientAuth;
import io.github.anomalyexporter.server.config.WebConfig.RateLimit;
import io.github.anomalyexporter.server.config.WebConfig.ServerTls;
import io.github.anomalyexporter.server.config.WebConfig.TlsVersion;
import io.github.anomalyexporter.server.yaml.ConfigException;
import io.github.anomalyexporter.server.yaml.ProblemKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files in the exporter-toolkit's format. */
class WebConfigFileTest {
  private static final String HASH = "$2y$10$X0h1gDsPszWURQaxFh.zoubFi6DXncSjhoQNJgRrnGs7EsimhC7zG";

  @TempDir private Path folder;

  private WebConfig load(String text) throws IOException, ConfigException {
    return WebConfigFile.load(Files.writeString(folder.resolve("web.yml"), text));
  }

  private ServerTls tls(String more) throws IOException, ConfigException {
    return Objects.requireNonNull(
        load("tls_server_config:\n  cert_file: a.crt\n  key_file: a.key\n" + more.indent(2)).tls());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# nothing\n", "tls_server_config:\nbasic_auth_users:\n", "{}"})
  void an_empty_file_secures_nothing(String text) throws IOException, ConfigException {
    assertThat(load(text)).isEqualTo(WebConfig.UNSECURED);
  }

  @Test
  void every_key_is_read() throws IOException, ConfigException {
    WebConfig config =
        load(
            """
            tls_server_config:
              cert_file: server.crt
              key_file: /etc/server.key
              client_auth_type: RequireAndVerifyClientCert
              client_ca_file: ca.crt
              client_allowed_sans: [prometheus, 10.0.0.1]
              min_version: TLS13
              max_version: TLS13
              cipher_suites:
                - TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
                - TLS_AES_128_GCM_SHA256
              prefer_server_cipher_suites: false
              curve_preferences: [CurveP256, X25519]
            http_server_config:
              http2: false
              headers:
                Content-Security-Policy: "default-src 'self'"
                X-Frame-Options: deny
                X-Content-Type-Options: nosniff
                X-XSS-Protection: 1
                Strict-Transport-Security: max-age=31536000; includeSubDomains
            basic_auth_users:
              alice: %s
            rate_limit:
              interval: 1.5s
              burst: 20
            """
                .formatted(HASH));

    ServerTls tls = Objects.requireNonNull(config.tls());
    assertThat(tls.certificate().file()).contains(folder.resolve("server.crt"));
    assertThat(tls.key().file()).contains(Path.of("/etc/server.key"));
    assertThat(Objects.requireNonNull(tls.clientAuthority()).file())
        .contains(folder.resolve("ca.crt"));
    assertThat(tls.clientAuth()).isEqualTo(ClientAuth.REQUIRE_AND_VERIFY_CLIENT_CERT);
    assertThat(tls.clientAllowedSans()).containsExactly("prometheus", "10.0.0.1");
    assertThat(tls.minVersion()).isEqualTo(TlsVersion.TLS13);
    assertThat(tls.cipherSuites())
        .containsExactly("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_AES_128_GCM_SHA256");
    assertThat(tls.preferServerCipherSuites()).isFalse();
    assertThat(tls.namedGroups()).containsExactly("secp256r1", "x25519");
    assertThat(config.http2()).isFalse();
    assertThat(config.headers())
        .hasSize(5)
        .containsEntry("X-XSS-Protection", "1")
        .containsEntry("X-Frame-Options", "deny");
    assertThat(config.users()).containsOnlyKeys("alice");
    assertThat(config.rateLimit()).isEqualTo(new RateLimit(Duration.ofMillis(1500), 20));
    assertThat(config.files())
        .containsExactly(
            folder.resolve("server.crt"), Path.of("/etc/server.key"), folder.resolve("ca.crt"));
    assertThat(config.toString()).doesNotContain(HASH);
  }

  @Test
  void the_defaults_are_the_toolkits() throws IOException, ConfigException {
    ServerTls tls = tls("");

    assertThat(tls.clientAuth()).isEqualTo(ClientAuth.NO_CLIENT_CERT);
    assertThat(tls.minVersion()).isEqualTo(TlsVersion.TLS12);
    assertThat(tls.maxVersion()).isEqualTo(TlsVersion.TLS13);
    assertThat(tls.preferServerCipherSuites()).isTrue();
    assertThat(load("").http2()).isTrue();
  }

  @Test
  void certificate_and_key_may_stand_in_the_file_itself() throws IOException, ConfigException {
    WebConfig config = load("tls_server_config: {cert: ABC, key: XYZ}");
    ServerTls tls = Objects.requireNonNull(config.tls());

    assertThat(tls.certificate().read()).isEqualTo("ABC");
    assertThat(tls.key().read()).isEqualTo("XYZ");
    assertThat(config.files()).isEmpty();
    assertThat(tls.toString()).doesNotContain("ABC").doesNotContain("XYZ");
  }

  @ParameterizedTest
  @CsvSource({
    "NoClientCert, NO_CLIENT_CERT",
    "RequestClientCert, REQUEST_CLIENT_CERT",
    "RequireAnyClientCert, REQUIRE_ANY_CLIENT_CERT",
    "RequireClientCert, REQUIRE_ANY_CLIENT_CERT",
    "VerifyClientCertIfGiven, VERIFY_CLIENT_CERT_IF_GIVEN",
    "RequireAndVerifyClientCert, REQUIRE_AND_VERIFY_CLIENT_CERT",
  })
  void client_auth_types_have_the_names_of_go(String name, ClientAuth type)
      throws IOException, ConfigException {
    assertThat(tls("client_auth_type: " + name).clientAuth()).isEqualTo(type);
  }

  @Test
  void every_cipher_suite_of_the_toolkits_tests_is_known() throws IOException, ConfigException {
    List<String> suites =
        List.of(
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA",
            "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA",
            "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA",
            "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
            "TLS_RSA_WITH_AES_128_CBC_SHA",
            "TLS_RSA_WITH_AES_256_CBC_SHA",
            "TLS_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_RSA_WITH_AES_256_GCM_SHA384");

    assertThat(tls("cipher_suites: " + suites).cipherSuites()).isEqualTo(suites);
  }

  @ParameterizedTest
  @CsvSource({
    "1s, PT1S",
    "100ms, PT0.1S",
    "1h2m3s, PT1H2M3S",
    ".5s, PT0.5S",
    "1.25m, PT1M15S",
    "5us, PT0.000005S"
  })
  void an_interval_is_a_duration_of_go(String text, Duration interval)
      throws IOException, ConfigException {
    assertThat(load("rate_limit: {interval: " + text + ", burst: 1}").rateLimit())
        .isEqualTo(new RateLimit(interval, 1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{interval: 0, burst: 9}", "{interval: 0s}", "{burst: 9}", "{}"})
  void without_an_interval_there_is_no_limit(String text) throws IOException, ConfigException {
    assertThat(load("rate_limit: " + text).rateLimit()).isNull();
  }

  static List<Path> invalid() throws IOException {
    return ExpectedProblem.files("invalid-web");
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void each_invalid_file_has_exactly_the_problems_in_its_comments(Path file) throws IOException {
    ExpectedProblem.assertProblems(
        () -> WebConfigFile.load(file), ExpectedProblem.inComments(file));
  }

  @Test
  void a_syntax_error_is_the_only_problem() {
    ExpectedProblem.assertProblems(
        () -> load("basic_auth_users: {alice: hunter2}\ntls_server_config: ["),
        List.of(new ExpectedProblem("", 2, ProblemKind.SYNTAX)));
  }

  @Test
  void a_message_has_the_place_the_expectation_and_no_password() {
    assertThatThrownBy(() -> load("basic_auth_users: {alice: hunter2}"))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            folder.resolve("web.yml")
                + ": basic_auth_users.alice (line 1): expected a bcrypt hash"
                + " (create it with: htpasswd -nBC 10 USER), found something else");
  }

  @Test
  void an_absent_file_is_a_problem() {
    Path file = folder.resolve("none.yml");

    assertThatThrownBy(() -> WebConfigFile.load(file))
        .isInstanceOf(ConfigException.class)
        .hasMessage("--web.config.file " + file + ": expected a file that can be read, found none");
  }

  @Test
  void access_is_read() throws IOException, ConfigException {
    AccessConfig access =
        load("""
                basic_auth_users: {alice: %s}
                access:
                  roles:
                    admin: {users: [alice], groups: [leads]}
                  teams:
                    - {groups: [web], match: ['{team="web"}', '{team="www"}']}
                  tokens:
                    - {name: a, sha256: %s, role: viewer, expires: 2027-01-31T00:00:00Z, match: ["{}"]}
                  oidc:
                    issuer: https://login.example.com/realms/main
                    client_id: exporter
                    client_secret_file: oidc.secret
                    groups_claim: realm_access.roles
                    session_lifetime: 1h
                """
                .formatted(HASH, "0123456789abcdef".repeat(4)))
            .access();

    assertThat(access.rules().roles())
        .isEqualTo(Map.of(Role.ADMIN, new Members(Set.of("alice"), Set.of("leads"))));
    assertThat(access.rules().teams())
        .singleElement()
        .satisfies(
            team -> {
              assertThat(team.hosts().matches(label -> "www")).isTrue();
              assertThat(team.hosts().matches(label -> "db")).isFalse();
            });
    assertThat(access.tokens())
        .singleElement()
        .satisfies(
            token -> {
              assertThat(token.expires()).isEqualTo("2027-01-31T00:00:00Z");
              assertThat(token.role()).isEqualTo(Role.VIEWER);
              assertThat(token.hosts().matchesAll()).isTrue();
            });
    OpenIdConfig openId = Objects.requireNonNull(access.openId());
    assertThat(openId.issuer()).isEqualTo("https://login.example.com/realms/main");
    assertThat(openId.audience()).isEqualTo("exporter");
    assertThat(openId.usernameClaim()).isEqualTo("preferred_username");
    assertThat(openId.sessionLifetime()).isEqualTo(Duration.ofHours(1));
    assertThat(Objects.requireNonNull(openId.clientSecret()).file())
        .contains(folder.toAbsolutePath().resolve("oidc.secret"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "roles: {admin: {users: [bob]}}|access.roles.admin.users[0]|a user of basic_auth_users",
        "roles: {boss: {}}|access.roles.boss|a known key",
        "teams: [{groups: [web], match: ['{team=\"web\"}']}]|access.roles|roles, without which each user",
        "teams: [{groups: [web]}]|access.teams[0].match|selectors such as",
        "teams: [{groups: [web], match: }]|access.teams[0].match|{} for all hosts",
        "teams: [{groups: [web], match: []}]|access.teams[0].match|selectors such as",
        "tokens: [{name: a}]|access.tokens[0].match|selectors such as",
        "teams: [{match: ['{team=']}]|access.teams[0].match[0]|label matchers",
        "tokens: [{name: a}]|access.tokens[0].sha256|64 hexadecimal digits",
        "tokens: [{name: a, sha256: anex_secret, role: viewer}]|access.tokens[0].expires|a time such as",
        "tokens: [{name: a, expires: tomorrow}]|access.tokens[0].expires|a time such as",
        "tokens: [{name: a, role: boss}]|access.tokens[0].role|one of",
        "oidc: {client_id: a}|access.oidc.issuer|the URL of the issuer",
        "oidc: {issuer: 'https://a'}|access.oidc.client_id|the client registered",
        "oidc: {issuer: 'https://a', client_id: a}|access.roles|roles with groups",
      })
  void a_problem_of_access_names_its_place(String text, String place, String expectation) {
    assertThatThrownBy(() -> load("access: {" + text + "}"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(place)
        .hasMessageContaining(expectation)
        .hasMessageNotContaining("secret");
  }
}
