package io.github.anomalyexporter.server.web;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A whole answer, which may be sent to several clients; equal to itself only. Immutable, as long as
 * the bytes do not change: they are not copied.
 */
final class Page {
  private final int status;
  private final Map<String, String> headers;
  private final byte[] bytes;

  Page(int status, Map<String, String> headers, byte[] bytes) {
    this.status = status;
    this.headers = Map.copyOf(headers);
    this.bytes = bytes;
  }

  static Page text(int status, String line) {
    return new Page(
        status,
        Map.of("Content-Type", "text/plain; charset=utf-8"),
        (line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  int status() {
    return status;
  }

  /** How many bytes of memory it takes. */
  int size() {
    return bytes.length;
  }

  /** The bytes, for one reader. */
  ByteBuffer content() {
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  /** Makes this the answer; its bytes are shared, not copied. */
  void answer(HttpServletRequest request, HttpServletResponse response) {
    response.setStatus(status);
    headers.forEach(response::setHeader);
    Answer.of(request).setPage(this);
  }

  /** Takes the answer to a request that no thread needs to wait for. */
  static Consumer<Page> later(HttpServletRequest request, HttpServletResponse response) {
    AsyncContext context = request.startAsync();
    context.setTimeout(0); // it is rendered already, or about to be
    return page -> {
      page.answer(request, response);
      context.complete();
    };
  }
}
