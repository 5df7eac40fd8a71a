package io.github.anomalyexporter.server.prometheus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.github.anomalyexporter.server.KeyShape;
import io.github.anomalyexporter.server.TestCertificate;
import io.github.anomalyexporter.server.config.HttpClientConfig;
import io.github.anomalyexporter.server.config.HttpClientConfig.Tls;
import io.github.anomalyexporter.server.config.PrometheusConfig;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The keys and certificates of {@link KeyShape} as those of a client of Prometheus. */
class ClientKeyShapesTest {
  private static HttpsServer server;

  @TempDir private Path folder;

  static Stream<KeyShape> shapes() {
    return KeyShape.usable();
  }

  @BeforeAll
  static void start() throws IOException {
    HandshakeCertificates certificates =
        new HandshakeCertificates.Builder()
            .heldCertificate(TestCertificate.FIRST.held())
            .addTrustedCertificate(TestCertificate.authority())
            .build();
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(certificates.sslContext()) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters ssl = certificates.sslContext().getDefaultSSLParameters();
            ssl.setNeedClientAuth(true);
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
  }

  @AfterAll
  static void stop() {
    server.stop(0);
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void a_server_that_asks_for_a_certificate_lets_the_client_in(KeyShape shape)
      throws IOException, InterruptedException {
    Tls tls =
        new Tls(
            TestCertificate.AUTHORITY,
            Files.writeString(folder.resolve("cert.pem"), shape.certificate()),
            Files.writeString(folder.resolve("key.pem"), shape.key()),
            null,
            false);
    URI url = URI.create("https://127.0.0.1:" + server.getAddress().getPort());
    HttpClientConfig defaults = HttpClientConfig.defaults(url);
    HttpClientConfig http =
        new HttpClientConfig(
            url, null, null, null, null, Map.of(), tls, defaults.timeout(), defaults.retries());
    PrometheusConfig config = new PrometheusConfig(http, 1, PrometheusConfig.DEFAULT_SAMPLE_BUDGET);

    try (TestClient test = new TestClient(config)) {
      assertThat(test.query("up")).hasSize(1);
    }
  }
}
