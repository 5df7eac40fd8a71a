package io.github.anomalyexporter.testing.server;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A status, a content type and a body. The array is not copied. */
final class Response {
  private final int status;
  private final String contentType;
  private final byte[] body;

  Response(int status, String contentType, byte[] body) {
    this.status = status;
    this.contentType = contentType;
    this.body = body;
  }

  static Response json(int status, @Nullable Object value) {
    byte[] body = (Json.write(value) + "\n").getBytes(StandardCharsets.UTF_8);
    return new Response(status, "application/json; charset=utf-8", body);
  }

  static Response text(int status, String message) {
    byte[] body = (message + "\n").getBytes(StandardCharsets.UTF_8);
    return new Response(status, "text/plain; charset=utf-8", body);
  }

  int status() {
    return status;
  }

  String contentType() {
    return contentType;
  }

  byte[] body() {
    return body;
  }
}
