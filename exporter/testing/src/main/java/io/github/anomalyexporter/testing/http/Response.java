package io.github.anomalyexporter.testing.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A status, a content type and a body. */
public final class Response {
  private final int status;
  private final String contentType;
  private final byte[] body;

  /** An answer with this body, which is not copied. */
  public Response(int status, String contentType, byte[] body) {
    this.status = status;
    this.contentType = contentType;
    this.body = body;
  }

  /** An answer in JSON, by {@link Json#write}. */
  public static Response json(int status, Object value) {
    byte[] body = (Json.write(value) + "\n").getBytes(StandardCharsets.UTF_8);
    return new Response(status, "application/json; charset=utf-8", body);
  }

  /** An answer that is one line of text. */
  public static Response text(int status, String message) {
    byte[] body = (message + "\n").getBytes(StandardCharsets.UTF_8);
    return new Response(status, "text/plain; charset=utf-8", body);
  }

  /** Reads the rest of the request, sends this response and ends the exchange. */
  public void send(HttpExchange exchange) throws IOException {
    exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().set("Content-Type", contentType);
    exchange.sendResponseHeaders(status, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }
}
