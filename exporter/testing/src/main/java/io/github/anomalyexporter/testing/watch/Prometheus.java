package io.github.anomalyexporter.testing.watch;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Instant queries to a Prometheus. */
final class Prometheus {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final URI url;

  /** A client of the Prometheus at a URL, such as {@code http://127.0.0.1:9090}. */
  Prometheus(URI url) {
    this.url = url;
  }

  /**
   * Returns the current value of an expression as a vector.
   *
   * @throws IOException if Prometheus does not answer, or answers with an error
   */
  List<Sample> query(String expression) throws IOException, InterruptedException {
    String parameters = "?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + "/api/v1/query" + parameters))
            .timeout(TIMEOUT)
            .build();
    HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException("HTTP " + response.statusCode() + ": " + response.body());
    }
    return Sample.parse(response.body());
  }
}
