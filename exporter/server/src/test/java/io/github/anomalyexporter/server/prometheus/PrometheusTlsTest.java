package io.github.anomalyexporter.server.prometheus;

import static io.github.anomalyexporter.server.TestCertificate.UNTRUSTED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.github.anomalyexporter.server.KeyShape;
import io.github.anomalyexporter.server.TestCertificate;
import io.github.anomalyexporter.server.config.HttpClientConfig;
import io.github.anomalyexporter.server.config.HttpClientConfig.Tls;
import io.github.anomalyexporter.server.config.PrometheusConfig;
import io.github.anomalyexporter.server.failure.UsageException;
import io.github.anomalyexporter.server.http.RequestException.Category;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLParameters;
import okhttp3.tls.HandshakeCertificates;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PrometheusTlsTest {
  private static final String CLIENT =
      KeyShape.file("prime256v1.crt") + KeyShape.file("intermediate.crt");
  private static final String CLIENT_KEY = KeyShape.file("prime256v1.key");
  private static final String RSA_CLIENT =
      KeyShape.file("rsa.crt") + KeyShape.file("intermediate.crt");
  private static final String RSA_CLIENT_KEY = KeyShape.file("rsa.pkcs8.key");

  @TempDir private Path folder;
  private @Nullable HttpsServer server;

  @AfterEach
  void close() {
    if (server != null) {
      server.stop(0);
    }
  }

  private URI start(boolean needClientAuth) throws IOException {
    HandshakeCertificates certificates =
        new HandshakeCertificates.Builder()
            .heldCertificate(TestCertificate.PROMETHEUS_EXAMPLE_ORG.held())
            .addTrustedCertificate(TestCertificate.authority())
            .build();
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(certificates.sslContext()) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters ssl = certificates.sslContext().getDefaultSSLParameters();
            ssl.setNeedClientAuth(needClientAuth);
            parameters.setSSLParameters(ssl);
          }
        });
    server.createContext(
        "/",
        exchange -> {
          byte[] body = StubPrometheus.UP.getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return URI.create("https://127.0.0.1:" + server.getAddress().getPort());
  }

  private static PrometheusConfig config(URI url, Tls tls) {
    PrometheusConfig config = PrometheusConfig.defaults(url);
    return new PrometheusConfig(
        new HttpClientConfig(
            url, null, null, null, null, Map.of(), tls, config.http().timeout(), 0),
        1,
        config.sampleBudget());
  }

  private Tls named(@Nullable Path ca, @Nullable Path cert, @Nullable Path key) {
    return new Tls(ca, cert, key, "prometheus.example.org", false);
  }

  @Test
  void a_server_of_the_given_authority_is_trusted() throws IOException, InterruptedException {
    try (TestClient test =
        new TestClient(config(start(false), named(TestCertificate.AUTHORITY, null, null)))) {
      assertThat(test.query("up")).hasSize(1);
    }
  }

  @Test
  void a_server_of_an_unknown_authority_is_not() throws IOException {
    try (TestClient test = new TestClient(config(start(false), named(null, null, null)))) {
      assertThat(test.failure().category()).isEqualTo(Category.CONNECTION);
      assertThat(test.failure()).hasMessageContaining("PKIX path building failed");
    }
  }

  @Test
  void a_certificate_for_another_name_is_refused() throws IOException {
    Tls tls = new Tls(TestCertificate.AUTHORITY, null, null, null, false);
    try (TestClient test = new TestClient(config(start(false), tls))) {
      assertThat(test.failure().category()).isEqualTo(Category.CONNECTION);
      assertThat(test.failure()).hasMessageContaining("Hostname 127.0.0.1 not verified");
    }
  }

  @Test
  void verification_can_be_turned_off() throws IOException, InterruptedException {
    Tls tls = new Tls(null, null, null, null, true);
    try (TestClient test = new TestClient(config(start(false), tls))) {
      assertThat(test.query("up")).hasSize(1);
    }
  }

  @Test
  void a_server_that_requires_a_client_certificate_gets_none_by_default() throws IOException {
    try (TestClient test =
        new TestClient(config(start(true), named(TestCertificate.AUTHORITY, null, null)))) {
      assertThat(test.failure().category()).isEqualTo(Category.CONNECTION);
    }
  }

  @Test
  void renewed_files_count_without_a_restart() throws IOException, InterruptedException {
    Path ca = Files.copy(TestCertificate.AUTHORITY, folder.resolve("rotating-ca.pem"));
    Path certFile = folder.resolve("cert.pem");
    Path keyFile = folder.resolve("key.pem");
    Files.writeString(certFile, CLIENT);
    Files.writeString(keyFile, CLIENT_KEY);
    try (TestClient test = new TestClient(config(start(true), named(ca, certFile, keyFile)))) {
      assertThat(test.query("up")).hasSize(1);

      Files.writeString(ca, UNTRUSTED.certificate());
      assertThat(test.failure().category()).as("another CA").isEqualTo(Category.CONNECTION);
      Files.copy(TestCertificate.AUTHORITY, ca, REPLACE_EXISTING);
      assertThat(test.query("up")).hasSize(1);

      Files.writeString(certFile, UNTRUSTED.certificate());
      Files.writeString(keyFile, UNTRUSTED.key());
      assertThat(test.failure().category()).as("another client").isEqualTo(Category.CONNECTION);

      // The key is of another kind as well.
      Files.writeString(certFile, RSA_CLIENT);
      Files.writeString(keyFile, RSA_CLIENT_KEY);
      assertThat(test.query("up")).hasSize(1);
    }
  }

  @Test
  void renewed_files_that_cannot_be_used_leave_those_before_in_place()
      throws IOException, InterruptedException {
    Path certFile = folder.resolve("cert.pem");
    Path keyFile = folder.resolve("key.pem");
    Files.writeString(certFile, CLIENT);
    Files.writeString(keyFile, CLIENT_KEY);
    try (TestClient test =
        new TestClient(config(start(true), named(TestCertificate.AUTHORITY, certFile, keyFile)))) {
      assertThat(test.query("up")).hasSize(1);
      Files.writeString(keyFile, "half a key");
      assertThat(test.query("up")).hasSize(1);
      Files.delete(certFile);
      assertThat(test.query("up")).hasSize(1);
      Files.writeString(keyFile, CLIENT_KEY);
      Files.writeString(certFile, CLIENT);
      assertThat(test.query("up")).hasSize(1);
    }
  }

  static Stream<Arguments> damagedKeys() {
    return Stream.of(
        Arguments.of("", "expected a private key in PEM, found none"),
        Arguments.of(
            "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMII=\n-----END ENCRYPTED PRIVATE KEY-----",
            "the key is encrypted; to decrypt it: openssl pkey -in"),
        Arguments.of(
            "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\n"
                + "MII=\n-----END RSA PRIVATE KEY-----",
            "the key is encrypted; to decrypt it: openssl pkey -in"),
        Arguments.of(
            "-----BEGIN PRIVATE KEY-----\nMII=\n-----END PRIVATE KEY-----",
            "expected a private key for the certificate's EC key, found another key or a damaged key"),
        Arguments.of(
            RSA_CLIENT_KEY,
            "expected a private key for the certificate's EC key, found another key or a damaged key"));
  }

  @ParameterizedTest
  @MethodSource("damagedKeys")
  void a_key_that_cannot_be_used_is_named(String key, String message) throws IOException {
    Path keyFile = Files.writeString(folder.resolve("key.pem"), key);
    Path certFile = Files.writeString(folder.resolve("cert.pem"), CLIENT);
    URI url = URI.create("https://127.0.0.1");

    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(
            () -> new TestClient(config(url, named(TestCertificate.AUTHORITY, certFile, keyFile))))
        .withMessageStartingWith("key_file " + keyFile + ": " + message);
  }

  @Test
  void a_certificate_file_that_cannot_be_used_is_named() throws IOException {
    Path garbage = Files.writeString(folder.resolve("garbage"), "garbage");
    Path empty = Files.writeString(folder.resolve("empty"), "");
    Path missing = folder.resolve("missing");
    URI url = URI.create("https://127.0.0.1");

    for (Path file : new Path[] {garbage, empty, missing}) {
      assertThatExceptionOfType(UsageException.class)
          .isThrownBy(() -> new TestClient(config(url, named(file, null, null))))
          .withMessageStartingWith("ca_file " + file + ": ");
    }
  }
}
