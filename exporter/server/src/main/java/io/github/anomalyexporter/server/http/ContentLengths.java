package io.github.anomalyexporter.server.http;

import java.io.IOException;
import java.net.ProtocolException;
import java.util.List;
import okhttp3.Interceptor;
import okhttp3.Response;

/**
 * Rejects responses whose {@code Content-Length} is not a single number of bytes. OkHttp accepts
 * them: a negative length causes an unchecked exception later and leaves the connection open, and
 * any other text is treated as "until the connection ends".
 */
final class ContentLengths {
  /** Length that is guaranteed to fit into 64 bits; RFC 9110, section 8.6. */
  private static final String LENGTH = "[0-9]{1,18}";

  private ContentLengths() {}

  /** The header of the response violates HTTP. */
  static final class WrongLengthException extends ProtocolException {
    private static final long serialVersionUID = 1L;

    WrongLengthException(List<String> found) {
      super("expected one Content-Length in bytes, found " + String.join(" and ", found));
    }
  }

  /** Network interceptor, which receives the unmodified header. */
  static Response check(Interceptor.Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    List<String> lengths = response.headers("Content-Length").stream().distinct().toList();
    if (lengths.size() > 1 || lengths.stream().anyMatch(length -> !length.matches(LENGTH))) {
      throw new WrongLengthException(lengths);
    }
    return response;
  }
}
