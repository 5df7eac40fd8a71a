package io.github.anomalyexporter.server.web.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * Client of the exporter that accepts only responses as {@code openapi.yaml} documents them:
 * status, media type, required headers and JSON. Any test that uses it is a test of the document.
 */
public final class DocumentedClient extends HttpClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Possible for any path and method that is not documented; 401 and 429 come before the path. */
  private static final Set<Integer> REFUSALS = Set.of(400, 401, 403, 404, 405, 429, 503);

  /** Answered by the servlet container. */
  private static final Set<String> AUTOMATIC = Set.of("OPTIONS", "TRACE");

  private final HttpClient client;

  /**
   * @param client sends the requests
   */
  public DocumentedClient(HttpClient client) {
    this.client = client;
  }

  private static <T> HttpResponse<T> checked(HttpResponse<T> response) {
    HttpRequest request = response.request();
    String path = request.uri().getPath();
    Optional<OpenApi.Operation> operation = OpenApi.DOCUMENT.operation(request.method(), path);
    String what = request.method() + " " + request.uri() + ": " + response.statusCode();
    if (AUTOMATIC.contains(request.method())) {
      return response;
    }
    if (operation.isEmpty()) {
      assertThat(response.statusCode()).as(what + ", not documented").isIn(REFUSALS);
      return response;
    }
    JsonNode documented = OpenApi.DOCUMENT.response(operation.get(), response.statusCode());
    assertThat(documented.isObject()).as(what + " is documented").isTrue();
    documented
        .path("headers")
        .properties()
        .forEach(
            header -> {
              if (OpenApi.DOCUMENT.resolve(header.getValue()).path("required").asBoolean()) {
                assertThat(response.headers().firstValue(header.getKey()))
                    .as(what + " has the header " + header.getKey())
                    .isPresent();
              }
            });
    checkContent(what, documented.path("content"), response);
    return response;
  }

  private static void checkContent(String what, JsonNode content, HttpResponse<?> response) {
    String body = text(response.body());
    Optional<String> type =
        response.headers().firstValue("Content-Type").map(it -> it.split(";", 2)[0].strip());
    if (content.isMissingNode()) {
      assertThat(body).as(what + " has no content").isEmpty();
      return;
    }
    // HEAD has the type of the content that GET would have.
    assertThat(type.map(content::has)).as(what + " has a documented type, " + type).contains(true);
    if (type.orElseThrow().equals("application/json") && !body.isEmpty()) {
      assertThat(
              OpenApi.DOCUMENT.differences(
                  content.path("application/json").path("schema"), json(body)))
          .as(what + " is as documented: " + body)
          .isEmpty();
    }
  }

  /** Returns the content; empty for a test that discards it. */
  private static String text(@Nullable Object body) {
    if (body instanceof byte[] bytes) {
      return new String(bytes, UTF_8);
    }
    return body instanceof String text ? text : "";
  }

  private static JsonNode json(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      throw new AssertionError("expected JSON, found " + body, e);
    }
  }

  @Override
  public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> handler)
      throws IOException, InterruptedException {
    return checked(client.send(request, handler));
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler) {
    return client.sendAsync(request, handler).thenApply(DocumentedClient::checked);
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, BodyHandler<T> handler, PushPromiseHandler<T> pushes) {
    return client.sendAsync(request, handler, pushes).thenApply(DocumentedClient::checked);
  }

  @Override
  public Optional<CookieHandler> cookieHandler() {
    return client.cookieHandler();
  }

  @Override
  public Optional<Duration> connectTimeout() {
    return client.connectTimeout();
  }

  @Override
  public Redirect followRedirects() {
    return client.followRedirects();
  }

  @Override
  public Optional<ProxySelector> proxy() {
    return client.proxy();
  }

  @Override
  public SSLContext sslContext() {
    return client.sslContext();
  }

  @Override
  public SSLParameters sslParameters() {
    return client.sslParameters();
  }

  @Override
  public Optional<Authenticator> authenticator() {
    return client.authenticator();
  }

  @Override
  public Version version() {
    return client.version();
  }

  @Override
  public Optional<Executor> executor() {
    return client.executor();
  }
}
