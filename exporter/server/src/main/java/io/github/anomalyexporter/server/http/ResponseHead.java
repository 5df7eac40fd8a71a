package io.github.anomalyexporter.server.http;

import java.util.Optional;
import okhttp3.Response;

/** What is known of a response before its body is read. */
public final class ResponseHead {
  private final String target;
  private final Response response;

  ResponseHead(String target, Response response) {
    this.target = target;
    this.response = response;
  }

  /** Returns the server and the request, for messages. */
  public String target() {
    return target;
  }

  /** Returns the HTTP status. */
  public int status() {
    return response.code();
  }

  /** Returns the last value of a header. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(response.header(name));
  }
}
