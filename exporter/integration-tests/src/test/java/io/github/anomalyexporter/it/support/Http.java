package io.github.anomalyexporter.it.support;

import static io.github.anomalyexporter.it.support.Patience.REQUEST;

import io.github.anomalyexporter.server.web.contract.DocumentedClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

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
