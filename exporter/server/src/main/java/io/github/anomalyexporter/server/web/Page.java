package io.github.anomalyexporter.server.web;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Complete response, which may be sent to several clients; compared by identity. Immutable if the
 * caller does not change the bytes, which are not copied.
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

  /** Returns the size of the content in bytes. */
  int size() {
    return bytes.length;
  }

  /** Returns a new buffer of the content for one reader. */
  ByteBuffer content() {
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  /** Sends this page as the response; the bytes are shared, not copied. */
  void answer(HttpServletRequest request, HttpServletResponse response) {
    response.setStatus(status);
    headers.forEach(response::setHeader);
    Answer.of(request).setPage(this);
  }

  /** Returns a receiver of the page for an asynchronous response. */
  static Consumer<Page> later(HttpServletRequest request, HttpServletResponse response) {
    AsyncContext context = request.startAsync();
    context.setTimeout(0); // no timeout: the page is rendered or about to be rendered
    return page -> {
      page.answer(request, response);
      context.complete();
    };
  }
}
