package io.github.anomalyexporter.it.support;

import static io.github.anomalyexporter.it.support.Patience.REQUEST;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.anomalyexporter.server.web.contract.DocumentedClient;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/** Requests to the processes under test. */
public final class Http {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(REQUEST).build();

  private static final HttpClient DOCUMENTED = new DocumentedClient(CLIENT);

  private Http() {}

  /** Status and body of an answer. */
  public record Answer(int status, String body) {}

  /** Sends a GET request. */
  public static Answer get(URI uri) throws IOException {
    return send("GET", uri);
  }

  /** Sends a request without a body; there are {@link Patience#REQUEST} for the answer. */
  public static Answer send(String method, URI uri) throws IOException {
    return send(method, uri, REQUEST);
  }

  /**
   * Sends a request without a body to the exporter, whose response has to be as {@code
   * openapi.yaml} documents it.
   */
  public static Answer sendToExporter(String method, URI uri) throws IOException {
    return send(
        DOCUMENTED,
        HttpRequest.newBuilder(uri)
            .method(method, BodyPublishers.noBody())
            .timeout(REQUEST)
            .build());
  }

  /** Sends a form. */
  public static Answer postForm(URI uri, Map<String, String> fields) throws IOException {
    String form =
        fields.entrySet().stream()
            .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    return send(
        CLIENT,
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form))
            .timeout(REQUEST)
            .build());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  /**
   * Sends a request with a login to the exporter, whose response has to be as documented.
   *
   * @param authorization the header
   */
  public static Answer sendToExporter(String method, URI uri, String authorization)
      throws IOException {
    return send(
        DOCUMENTED,
        HttpRequest.newBuilder(uri)
            .header("Authorization", authorization)
            .method(method, BodyPublishers.noBody())
            .timeout(REQUEST)
            .build());
  }

  /** Sends a request with a body to the exporter, whose response has to be as documented. */
  public static Answer postToExporter(URI uri, String mediaType, String body) throws IOException {
    return send(
        DOCUMENTED,
        HttpRequest.newBuilder(uri)
            .header("Content-Type", mediaType)
            .POST(BodyPublishers.ofString(body))
            .timeout(REQUEST)
            .build());
  }

  /** Posts JSON. */
  public static Answer post(URI uri, String json) throws IOException {
    return send(
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json))
            .timeout(REQUEST)
            .build());
  }

  /**
   * Sends a request without a body.
   *
   * @throws IOException if there is no answer within the timeout
   */
  public static Answer send(String method, URI uri, Duration timeout) throws IOException {
    return send(
        HttpRequest.newBuilder(uri)
            .method(method, BodyPublishers.noBody())
            .timeout(timeout)
            .build());
  }

  private static Answer send(HttpRequest request) throws IOException {
    return send(CLIENT, request);
  }

  private static Answer send(HttpClient client, HttpRequest request) throws IOException {
    try {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      return new Answer(response.statusCode(), response.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
