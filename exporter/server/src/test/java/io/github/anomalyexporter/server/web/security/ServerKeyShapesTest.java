package io.github.anomalyexporter.server.web.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.anomalyexporter.server.KeyShape;
import io.github.anomalyexporter.server.TestCertificate;
import io.github.anomalyexporter.server.config.WebConfig.ClientAuth;
import io.github.anomalyexporter.server.config.WebConfig.ServerTls;
import io.github.anomalyexporter.server.config.WebConfig.TlsVersion;
import io.github.anomalyexporter.server.failure.UsageException;
import io.github.anomalyexporter.server.secret.PemSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;
import okhttp3.tls.HandshakeCertificates;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The keys and certificates of {@link KeyShape} as those of the exporter's own HTTPS. */
class ServerKeyShapesTest {
  @TempDir private Path folder;

  static Stream<KeyShape> shapes() {
    return KeyShape.usable();
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void a_client_that_trusts_the_authority_is_served(KeyShape shape)
      throws IOException, InterruptedException {
    HttpsServer server =
        HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(settings(shape.certificate(), shape.key()).context()));
    server.createContext(
        "/",
        exchange -> {
          exchange.sendResponseHeaders(204, -1);
          exchange.close();
        });
    server.start();
    try {
      URI url = URI.create("https://127.0.0.1:" + server.getAddress().getPort());
      assertThat(
              client()
                  .send(HttpRequest.newBuilder(url).build(), BodyHandlers.discarding())
                  .statusCode())
          .isEqualTo(204);
    } finally {
      server.stop(0);
    }
  }

  private static HttpClient client() {
    HandshakeCertificates trusted =
        new HandshakeCertificates.Builder()
            .addTrustedCertificate(TestCertificate.authority())
            .build();
    return HttpClient.newBuilder().sslContext(trusted.sslContext()).build();
  }

  static Stream<Arguments> unusable() {
    String certificate = KeyShape.file("prime256v1.crt");
    String rsa = KeyShape.file("rsa.crt");
    String key = KeyShape.file("prime256v1.key");
    String curves = "expected a key on one of the curves prime256v1, secp384r1, secp521r1, found ";
    String encrypted = "the key is encrypted; to decrypt it: openssl pkey -in ";
    return Stream.of(
        Arguments.of(
            KeyShape.file("secp224r1.crt"),
            KeyShape.file("secp224r1.key"),
            "cert_file",
            curves + "the curve secp224r1"),
        Arguments.of(
            KeyShape.file("secp256k1.crt"),
            KeyShape.file("secp256k1.key"),
            "cert_file",
            curves + "the curve secp256k1"),
        Arguments.of(
            certificate,
            KeyShape.file("explicit.key"),
            "key_file",
            curves + "a curve with explicit parameters"),
        Arguments.of(rsa, KeyShape.file("rsa.encrypted.key"), "key_file", encrypted),
        Arguments.of(rsa, KeyShape.file("rsa.traditional-encrypted.key"), "key_file", encrypted),
        Arguments.of(
            certificate,
            KeyShape.file("secp384r1.key"),
            "key_file",
            "expected the key of the certificate in cert_file"),
        Arguments.of(
            certificate,
            rsa,
            "key_file",
            "expected a private key in PEM, found none; to convert one: openssl pkey"),
        Arguments.of(key, key, "cert_file", "expected certificates in PEM, found none"),
        Arguments.of(
            certificate.substring(0, 200),
            key,
            "cert_file",
            "expected PEM, found a block that is truncated or not base64"),
        Arguments.of(
            certificate,
            key.replaceFirst("(?s)(EC PRIVATE KEY-----\n)....", "$1!*!*"),
            "key_file",
            "expected PEM, found a block that is truncated or not base64"));
  }

  @ParameterizedTest
  @MethodSource("unusable")
  void what_cannot_be_used_is_named_with_its_reason(
      String certificate, String key, String place, String message) {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> settings(certificate, key))
        .withMessageStartingWith(place + " " + folder)
        .withMessageContaining(": " + message);
  }

  private TlsSettings settings(String certificate, String key) throws IOException {
    ServerTls tls =
        new ServerTls(
            PemSource.ofFile(
                "cert_file", Files.writeString(folder.resolve("cert.pem"), certificate)),
            PemSource.ofFile("key_file", Files.writeString(folder.resolve("key.pem"), key)),
            ClientAuth.NO_CLIENT_CERT,
            null,
            List.of(),
            TlsVersion.TLS12,
            TlsVersion.TLS13,
            List.of(),
            false,
            List.of());
    return TlsSettings.of(tls, new SecureRandom());
  }
}
