package io.github.anomalyexporter.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.anomalyexporter.server.config.WebConfig.ClientAuth;
import io.github.anomalyexporter.server.config.WebConfig.RateLimit;
import io.github.anomalyexporter.server.config.WebConfig.ServerTls;
import io.github.anomalyexporter.server.config.WebConfig.TlsVersion;
import io.github.anomalyexporter.server.yaml.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "basic_auth_user: {} | basic_auth_user (line 1): expected a known key,"
            + " found 'basic_auth_user'; did you mean basic_auth_users?",
        "tls_server_config: {cert_fil: a} | expected a known key, found 'cert_fil'",
        "tls_server_config: {cert_file: a} |"
            + " tls_server_config (line 1): expected a key_file or key, found neither",
        "tls_server_config: {key_file: a} | expected a cert_file or cert, found neither",
        "tls_server_config: {min_version: TLS13} | expected a cert_file or cert, found neither",
        "tls_server_config: {cert_file: a, cert: b, key: c} |"
            + " tls_server_config.cert_file (line 1): expected either cert or cert_file, found both",
        "tls_server_config: {cert: a, key: b, client_auth_type: x} | expected one of NoClientCert",
        "tls_server_config: {cert: a, key: b, client_ca_file: c} |"
            + " found a type without client certificates",
        "tls_server_config: {cert: a, key: b, client_allowed_sans: [c]} |"
            + " found a type that admits clients without a certificate",
        "'tls_server_config: {cert: a, key: b, client_auth_type: VerifyClientCertIfGiven,"
            + " client_allowed_sans: [c]}' | found a type that admits clients without a certificate",
        "tls_server_config: {cert: a, key: b, min_version: TLS111} | expected one of TLS10, TLS11",
        "tls_server_config: {cert: a, key: b, max_version: TLS11} |"
            + " max_version (line 1): expected TLS12 or TLS13,"
            + " because older versions are disabled in Java",
        "tls_server_config: {cert: a, key: b, min_version: TLS13, max_version: TLS12} |"
            + " min_version (line 1): expected at most the max_version, TLS12, found TLS13",
        "tls_server_config: {cert: a, key: b, cipher_suites: [TLS_MINE]} |"
            + " cipher_suites[0] (line 1): expected a cipher suite such as",
        "tls_server_config: {cert: a, key: b, cipher_suites: [TLS_ECDHE_RSA_WITH_NULL_SHA]} |"
            + " cipher_suites[0] (line 1): expected a cipher suite such as",
        "tls_server_config: {cert: a, key: b, curve_preferences: [CurveP1]} |"
            + " curve_preferences[0] (line 1): expected one of CurveP256",
        "http_server_config: {http2: maybe} | expected true or false, found maybe",
        "http_server_config: {headers: {X-Frame-Options: all}} |"
            + " expected one of deny, sameorigin, found all",
        "http_server_config: {headers: {X-Content-Type-Options: sniff}} | expected one of nosniff",
        "http_server_config: {headers: {Content-Security-Policy: '${POLICY}'}} |"
            + " expected a literal value, because variables are not expanded",
        "http_server_config: {headers: {Server: mine}} | expected a known key, found 'Server'",
        "basic_auth_users: {alice: geheim} | basic_auth_users.alice (line 1):"
            + " expected a bcrypt hash (create it with: htpasswd -nBC 10 USER), found something else",
        "basic_auth_users: {alice: $2y$31$X0h1gDsPszWURQaxFh.zoubFi6DXncSjhoQNJgRrnGs7EsimhC7zG} |"
            + " basic_auth_users.alice (line 1): expected a bcrypt hash with a cost of at most 14,",
        "basic_auth_users: {alice: $2y$15$X0h1gDsPszWURQaxFh.zoubFi6DXncSjhoQNJgRrnGs7EsimhC7zG} |"
            + " found a cost of 15",
        "basic_auth_users: {'a:b': geheim} | expected a user name without a colon",
        "basic_auth_users: [alice] | basic_auth_users (line 1): expected a mapping",
        "rate_limit: {interval: soon} | expected a duration such as 100ms or 1s, found soon",
        "rate_limit: {interval: 1s} | burst (line 1): expected at least 1",
        "rate_limit: {interval: 1s, burst: -1} | expected an integer between 0 and 1000000",
        "'tls_server_config: [' | expected YAML, found a syntax error",
      })
  void what_is_wrong_is_told(String text, String message) {
    assertThatThrownBy(() -> load(text))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(folder.resolve("web.yml").toString())
        .hasMessageContaining(message.strip())
        .hasMessageNotContaining("geheim");
  }

  @Test
  void a_file_that_is_not_there_is_told() {
    Path file = folder.resolve("none.yml");

    assertThatThrownBy(() -> WebConfigFile.load(file))
        .isInstanceOf(ConfigException.class)
        .hasMessage("--web.config.file " + file + ": expected a file that can be read, found none");
  }
}
