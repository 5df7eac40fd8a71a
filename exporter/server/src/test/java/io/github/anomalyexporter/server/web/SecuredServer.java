package io.github.anomalyexporter.server.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.anomalyexporter.server.TestCertificate;
import io.github.anomalyexporter.server.export.ExporterMetrics;
import io.github.anomalyexporter.server.web.contract.DocumentedClient;
import io.github.anomalyexporter.server.web.security.SecurityFile;
import io.github.anomalyexporter.server.yaml.ConfigException;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The real server with a web configuration in a folder, and clients of it. */
final class SecuredServer implements AutoCloseable {
  /** Of {@link #HASH}. */
  static final String PASSWORD = "correct horse";

  /** Made by {@code htpasswd -nbBC 4 alice "correct horse"}; 4 is the lowest cost. */
  static final String HASH = "$2y$04$YtQCDzP4c6mvLOZZ2MF25O0YnAWFayj/UEgycQilcKkgsRmsb.1Ym";

  final RecordedApi operations = new RecordedApi();
  final PrometheusRegistry registry = new PrometheusRegistry();

  private final Path file;
  private final boolean tls;
  private final WebServer server;

  SecuredServer(Path folder, String webConfig) throws IOException, ConfigException {
    this(folder, webConfig, WebLimits.DEFAULT, false);
  }

  SecuredServer(Path folder, String webConfig, WebLimits limits, boolean lifecycle)
      throws IOException, ConfigException {
    this(folder, webConfig, limits, new WebOptions("127.0.0.1", 0, lifecycle).withMcp(true));
  }

  /** A server behind a proxy. */
  SecuredServer(Path folder, String webConfig, URI externalUrl)
      throws IOException, ConfigException {
    this(
        folder,
        webConfig,
        WebLimits.DEFAULT,
        new WebOptions("127.0.0.1", 0, false).withExternalUrl(externalUrl));
  }

  private SecuredServer(Path folder, String webConfig, WebLimits limits, WebOptions options)
      throws IOException, ConfigException {
    file = Files.writeString(folder.resolve("web.yml"), webConfig);
    tls = webConfig.contains("tls_server_config");
    server =
        new WebServer(
            options,
            limits,
            new SecurityFile(file, new SecureRandom(), InstantSource.system()),
            registry,
            new ExporterMetrics(registry),
            operations,
            Callers::visibility);
  }

  /** Writes the file anew; it is taken over at once, as it would be after two seconds. */
  void configure(String webConfig) throws IOException {
    Files.writeString(file, webConfig);
    refresh();
  }

  void refresh() {
    server.refreshSecurity();
  }

  int port() {
    return server.port();
  }

  /** Returns a client that trusts the authority of {@link TestCertificate}, without certificate. */
  static HttpClient client() {
    return client(null);
  }

  /** Returns a client with this certificate; see {@link ClientTls}. */
  static HttpClient client(@Nullable TestCertificate certificate) {
    return new DocumentedClient(
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .sslContext(ClientTls.context(certificate))
            .connectTimeout(Duration.ofSeconds(5))
            .build());
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(
            URI.create((tls ? "https" : "http") + "://localhost:" + port() + path))
        .timeout(Duration.ofSeconds(20));
  }

  HttpResponse<String> get(HttpClient client, String path)
      throws IOException, InterruptedException {
    return client.send(request(path).build(), BodyHandlers.ofString());
  }

  HttpResponse<String> send(HttpClient client, String method, String path, String credentials)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request(path).method(method, BodyPublishers.noBody());
    if (!credentials.isEmpty()) {
      request.header("Authorization", basic(credentials));
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  static String basic(String credentials) {
    return "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(UTF_8));
  }

  /** What a scrape shows of one of the exporter's own metrics. */
  double metric(String name) {
    return registry.scrape(name::equals).stream()
        .map(GaugeSnapshot.class::cast)
        .mapToDouble(gauge -> gauge.getDataPoints().get(0).getValue())
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    server.close();
  }
}
