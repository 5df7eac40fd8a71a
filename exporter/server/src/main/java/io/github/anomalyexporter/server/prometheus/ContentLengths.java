package io.github.anomalyexporter.server.prometheus;

import java.io.IOException;
import java.net.ProtocolException;
import java.util.List;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Refuses an answer whose {@code Content-Length} is not one number of bytes. OkHttp takes such an
 * answer: a negative length makes it fail later with an unchecked exception and leave the
 * connection open, and any other text means "until the connection ends" to it.
 */
final class ContentLengths {
  /** A length that fits into 64 bits with certainty; RFC 9110, section 8.6. */
  private static final String LENGTH = "[0-9]{1,18}";

  private ContentLengths() {}

  /** The answer's head breaks the rules of HTTP. */
  static final class WrongLengthException extends ProtocolException {
    private static final long serialVersionUID = 1L;

    WrongLengthException(List<String> found) {
      super("expected one Content-Length in bytes, found " + String.join(" and ", found));
    }
  }

  /** For use as a network interceptor, which sees the header as it was received. */
  static Response check(Interceptor.Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    List<String> lengths = response.headers("Content-Length").stream().distinct().toList();
    if (lengths.size() > 1 || lengths.stream().anyMatch(length -> !length.matches(LENGTH))) {
      throw new WrongLengthException(lengths);
    }
    return response;
  }
}
