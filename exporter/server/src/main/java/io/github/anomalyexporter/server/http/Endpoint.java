package io.github.anomalyexporter.server.http;

import io.github.anomalyexporter.server.config.HttpClientConfig;
import io.github.anomalyexporter.server.failure.UsageException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import okhttp3.Credentials;
import okhttp3.FormBody;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One server: its URL and the credentials and headers of its requests. Thread-safe. */
final class Endpoint {
  private static final Logger log = LoggerFactory.getLogger(Endpoint.class);

  private static final String AUTHORIZATION = "Authorization";

  private static final MediaType JSON = MediaType.get("application/json");

  private static final String USER_AGENT =
      "anomaly-exporter/"
          + Objects.requireNonNullElse(
              Endpoint.class.getPackage().getImplementationVersion(), "development");

  private final HttpClientConfig config;
  private final HttpUrl base;
  private final String user;
  private final String password;
  private volatile boolean refusesPost;

  /**
   * @param url the configuration's URL or its failover URL
   */
  Endpoint(HttpClientConfig config, URI url) {
    this.config = config;
    HttpUrl parsed = HttpUrl.parse(url.toString());
    if (parsed == null) {
      throw new UsageException(
          "not a URL with a host: " + HttpClientConfig.withoutCredentials(url));
    }
    this.user = parsed.username();
    this.password = parsed.password();
    this.base = parsed.newBuilder().username("").password("").build();
  }

  /** Returns the server and the request, for messages. */
  String target(ApiRequest request) {
    return this + ", " + request.subject();
  }

  /** Returns whether queries are sent by POST, which is the case until POST is refused. */
  boolean takesPost() {
    return !refusesPost;
  }

  /** Switches queries to GET: some gateways accept nothing else. */
  void refusesPost() {
    if (!refusesPost) {
      log.info("{} refuses POST, sending queries by GET", this);
    }
    refusesPost = true;
  }

  /**
   * Builds a request. Credentials are read each time, so that rotated files take effect.
   *
   * @param post whether a form may be sent by POST
   * @throws java.io.UncheckedIOException if a secret cannot be read
   * @throws UsageException if a secret cannot be sent; the message does not contain it
   */
  Request request(ApiRequest request, boolean post) {
    HttpUrl.Builder url = base.newBuilder().addPathSegments(request.path());
    Request.Builder builder = new Request.Builder();
    ApiRequest.Change change = request.change();
    if (change != null) {
      RequestBody json = change.json().isEmpty() ? null : RequestBody.create(change.json(), JSON);
      builder.method(change.method(), json);
    } else if (request.form() && post) {
      FormBody.Builder form = new FormBody.Builder();
      request.parameters().forEach(parameter -> form.add(parameter.name(), parameter.value()));
      builder.post(form.build());
    } else {
      request
          .parameters()
          .forEach(parameter -> url.addQueryParameter(parameter.name(), parameter.value()));
    }
    builder.url(url.build()).header("User-Agent", USER_AGENT).header("Accept", "application/json");
    config.headers().forEach(builder::header);
    String authorization = authorization();
    if (authorization != null) {
      if (!authorization.chars().allMatch(c -> c >= ' ' && c <= '~')) {
        throw new UsageException("the bearer token is not one line of printable ASCII");
      }
      builder.header(AUTHORIZATION, authorization);
    }
    return builder.build();
  }

  private @Nullable String authorization() {
    if (config.bearer() != null) {
      return "Bearer " + config.bearer().reveal();
    }
    if (config.basicAuth() != null) {
      return Credentials.basic(
          config.basicAuth().username(),
          config.basicAuth().password().reveal(),
          StandardCharsets.UTF_8);
    }
    return user.isEmpty() ? null : Credentials.basic(user, password, StandardCharsets.UTF_8);
  }

  /** Removes the secrets of the request from a text of the server, which may echo the request. */
  String redact(Request request, String text) {
    List<String> secrets = new ArrayList<>();
    config.headers().keySet().forEach(name -> secrets.add(request.header(name)));
    String authorization = request.header(AUTHORIZATION);
    if (authorization != null) {
      String credentials = authorization.substring(authorization.indexOf(' ') + 1);
      secrets.add(credentials);
      if (authorization.startsWith("Basic ")) {
        String decoded =
            new String(Base64.getDecoder().decode(credentials), StandardCharsets.UTF_8);
        secrets.add(decoded.substring(decoded.indexOf(':') + 1));
      }
    }
    String redacted = text;
    for (String secret : secrets) {
      if (secret != null && !secret.isBlank()) {
        redacted = redacted.replace(secret, "<secret>");
      }
    }
    return redacted;
  }

  /** Returns the URL without credentials and without a trailing slash. */
  @Override
  public String toString() {
    return base.toString().replaceFirst("/$", "");
  }
}
