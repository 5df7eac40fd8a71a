package io.github.anomalyexporter.server.web;

import io.github.anomalyexporter.server.web.api.BoundedAnswers;
import io.github.anomalyexporter.server.web.api.Envelope;
import io.github.anomalyexporter.server.web.api.PostedBody;
import io.github.anomalyexporter.server.web.page.Page;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads the bodies of requests, of bounded size and number at one time: a body and its rows are in
 * memory at once. Safe for use by several threads.
 */
final class Bodies {
  /** Some ten thousand rows with all features of the preset. */
  static final int MOST_BYTES = 8 << 20;

  private final BoundedAnswers answers;

  /**
   * @param answers bounds the number of bodies at one time
   */
  Bodies(BoundedAnswers answers) {
    this.answers = answers;
  }

  /** Returns the answer to a request with its body, or the reason why the body is not read. */
  Page read(HttpServletRequest request, Function<PostedBody, Page> answer) {
    String encoding = request.getHeader("Content-Encoding");
    if (encoding != null && !encoding.equals("identity")) {
      return Envelope.failure(
          415, "bad_data", "Content-Encoding: expected none, found " + encoding);
    }
    if (request.getContentLengthLong() > MOST_BYTES) {
      return tooLarge();
    }
    return answers.answer(() -> answerTo(request, answer));
  }

  private static Page answerTo(HttpServletRequest request, Function<PostedBody, Page> answer) {
    try {
      byte[] text = request.getInputStream().readNBytes(MOST_BYTES + 1);
      return text.length > MOST_BYTES
          ? tooLarge()
          : answer.apply(new PostedBody(text, request.getContentType()));
    } catch (IOException e) {
      return Envelope.failure(400, "bad_data", "the body ended before its end: " + e.getMessage());
    }
  }

  private static Page tooLarge() {
    return Envelope.failure(
            413,
            "bad_data",
            "expected a body of at most %s bytes; send several requests".formatted(MOST_BYTES))
        .with(Map.of("Connection", "close"));
  }
}
