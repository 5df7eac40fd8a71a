package io.github.anomalyexporter.server.prometheus;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;

/**
 * Decodes the {@code data} of one response; a retry takes a new one. Implementations throw {@link
 * JsonParseException} for a wrong shape and {@link StreamConstraintsException} for too much.
 */
public interface ResponseData<T> {
  /** Reads the value that the parser stands on, to its end. */
  void read(JsonParser parser) throws IOException;

  /** What was read. */
  T value();

  /** How many samples were read, also where reading failed. */
  default long samples() {
    return 0;
  }

  static void expect(JsonParser parser, JsonToken expected, String what) throws IOException {
    if (parser.currentToken() != expected) {
      throw new JsonParseException(
          parser, "expected " + what + " as " + expected + ", found " + parser.currentToken());
    }
  }

  static String string(JsonParser parser, String what) throws IOException {
    expect(parser, JsonToken.VALUE_STRING, what);
    return parser.getText();
  }

  /** Keeps what a hostile or broken server can make the parser hold. */
  static StreamReadConstraints constraints(long maxSamples) {
    return StreamReadConstraints.builder()
        .maxNestingDepth(64)
        .maxStringLength(1 << 20)
        .maxDocumentLength((16L << 20) + 64 * maxSamples)
        .build();
  }
}
