package io.github.anomalyexporter.server.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
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
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLParameters;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PrometheusTlsTest {
  private static final HeldCertificate AUTHORITY =
      new HeldCertificate.Builder().commonName("authority").certificateAuthority(1).build();
  private static final HeldCertificate INTERMEDIATE =
      new HeldCertificate.Builder()
          .commonName("intermediate")
          .certificateAuthority(0)
          .signedBy(AUTHORITY)
          .build();
  private static final HeldCertificate SERVER =
      new HeldCertificate.Builder()
          .addSubjectAlternativeName("prometheus.example.org")
          .signedBy(AUTHORITY)
          .build();
  private static final HeldCertificate EC_CLIENT =
      new HeldCertificate.Builder().commonName("client").signedBy(INTERMEDIATE).build();
  private static final HeldCertificate RSA_CLIENT =
      new HeldCertificate.Builder().commonName("client").rsa2048().signedBy(INTERMEDIATE).build();

  @TempDir private Path folder;
  private @Nullable HttpsServer server;
  private @Nullable Path caFile;

  @BeforeEach
  void write() throws IOException {
    caFile = Files.writeString(folder.resolve("ca.pem"), AUTHORITY.certificatePem());
  }

  @AfterEach
  void close() {
    if (server != null) {
      server.stop(0);
    }
  }

  private URI start(boolean needClientAuth) throws IOException {
    HandshakeCertificates certificates =
        new HandshakeCertificates.Builder()
            .heldCertificate(SERVER)
            .addTrustedCertificate(AUTHORITY.certificate())
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
    try (TestClient test = new TestClient(config(start(false), named(caFile, null, null)))) {
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
    Tls tls = new Tls(caFile, null, null, null, false);
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
  void a_server_that_wants_a_client_certificate_gets_none_by_default() throws IOException {
    try (TestClient test = new TestClient(config(start(true), named(caFile, null, null)))) {
      assertThat(test.failure().category()).isEqualTo(Category.CONNECTION);
    }
  }

  @Test
  void renewed_files_count_without_a_restart() throws IOException, InterruptedException {
    HeldCertificate other = new HeldCertificate.Builder().certificateAuthority(1).build();
    HeldCertificate stranger =
        new HeldCertificate.Builder().commonName("client").signedBy(other).build();
    Path ca = Files.writeString(folder.resolve("rotating-ca.pem"), AUTHORITY.certificatePem());
    Path certFile = folder.resolve("cert.pem");
    Path keyFile = folder.resolve("key.pem");
    Files.writeString(certFile, EC_CLIENT.certificatePem() + INTERMEDIATE.certificatePem());
    Files.writeString(keyFile, EC_CLIENT.privateKeyPkcs8Pem());
    try (TestClient test = new TestClient(config(start(true), named(ca, certFile, keyFile)))) {
      assertThat(test.query("up")).hasSize(1);

      Files.writeString(ca, other.certificatePem());
      assertThat(test.failure().category()).as("another CA").isEqualTo(Category.CONNECTION);
      Files.writeString(ca, AUTHORITY.certificatePem());
      assertThat(test.query("up")).hasSize(1);

      Files.writeString(certFile, stranger.certificatePem());
      Files.writeString(keyFile, stranger.privateKeyPkcs8Pem());
      assertThat(test.failure().category()).as("another client").isEqualTo(Category.CONNECTION);

      // The key is of another kind as well.
      Files.writeString(certFile, RSA_CLIENT.certificatePem() + INTERMEDIATE.certificatePem());
      Files.writeString(keyFile, RSA_CLIENT.privateKeyPkcs8Pem());
      assertThat(test.query("up")).hasSize(1);
    }
  }

  @Test
  void renewed_files_that_cannot_be_used_leave_those_before_in_place()
      throws IOException, InterruptedException {
    Path certFile = folder.resolve("cert.pem");
    Path keyFile = folder.resolve("key.pem");
    Files.writeString(certFile, EC_CLIENT.certificatePem() + INTERMEDIATE.certificatePem());
    Files.writeString(keyFile, EC_CLIENT.privateKeyPkcs8Pem());
    try (TestClient test = new TestClient(config(start(true), named(caFile, certFile, keyFile)))) {
      assertThat(test.query("up")).hasSize(1);
      Files.writeString(keyFile, "half a key");
      assertThat(test.query("up")).hasSize(1);
      Files.delete(certFile);
      assertThat(test.query("up")).hasSize(1);
      Files.writeString(keyFile, EC_CLIENT.privateKeyPkcs8Pem());
      Files.writeString(certFile, EC_CLIENT.certificatePem() + INTERMEDIATE.certificatePem());
      assertThat(test.query("up")).hasSize(1);
    }
  }

  static Stream<Arguments> keys() {
    byte[] pkcs8 = EC_CLIENT.keyPair().getPrivate().getEncoded();
    // SEQUENCE {INTEGER 0, SEQUENCE of 19 bytes, OCTET STRING {the key as of SEC 1}}
    byte[] sec1 = Arrays.copyOfRange(pkcs8, 28, pkcs8.length);
    String openssl =
        "-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n"
            + "-----BEGIN EC PRIVATE KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(sec1)
            + "\n-----END EC PRIVATE KEY-----\n";
    return Stream.of(
        Arguments.of("EC PKCS#8", EC_CLIENT, EC_CLIENT.privateKeyPkcs8Pem()),
        Arguments.of("EC SEC 1", EC_CLIENT, openssl),
        Arguments.of("RSA PKCS#8", RSA_CLIENT, RSA_CLIENT.privateKeyPkcs8Pem()),
        Arguments.of("RSA PKCS#1", RSA_CLIENT, RSA_CLIENT.privateKeyPkcs1Pem()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("keys")
  void a_client_certificate_with_its_chain_is_shown(
      String format, HeldCertificate client, String key) throws IOException, InterruptedException {
    Path keyFile = Files.writeString(folder.resolve("key.pem"), key);
    Path certFile =
        Files.writeString(
            folder.resolve("cert.pem"), client.certificatePem() + INTERMEDIATE.certificatePem());
    try (TestClient test = new TestClient(config(start(true), named(caFile, certFile, keyFile)))) {
      assertThat(test.query("up")).as(format).hasSize(1);
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
            RSA_CLIENT.privateKeyPkcs8Pem(),
            "expected a private key for the certificate's EC key, found another key or a damaged key"));
  }

  @ParameterizedTest
  @MethodSource("damagedKeys")
  void a_key_that_cannot_be_used_is_named(String key, String message) throws IOException {
    Path keyFile = Files.writeString(folder.resolve("key.pem"), key);
    Path certFile = Files.writeString(folder.resolve("cert.pem"), EC_CLIENT.certificatePem());
    URI url = URI.create("https://127.0.0.1");

    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> new TestClient(config(url, named(caFile, certFile, keyFile))))
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
