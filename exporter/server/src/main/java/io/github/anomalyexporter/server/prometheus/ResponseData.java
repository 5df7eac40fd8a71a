package io.github.anomalyexporter.server.prometheus;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;

/**
 * Decodes the {@code data} of one response; a retry takes a new one. Implementations throw {@link
 * JsonParseException} for a wrong shape and {@link StreamConstraintsException} for too much.
 */
public interface ResponseData<T> {
  /** Of a label or another field, in characters; Mimir takes label names of 1,024. */
  int LONGEST_NAME = 1_024;

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

  /** A text for the log or for people: what is longer is cut off. */
  static String shortened(JsonParser parser, String what, int most) throws IOException {
    String text = string(parser, what);
    return text.length() <= most ? text : text.substring(0, most) + "...";
  }

  static String string(JsonParser parser, String what) throws IOException {
    expect(parser, JsonToken.VALUE_STRING, what);
    return parser.getText();
  }

  /**
   * A factory whose parsers hold little, whatever a hostile or broken server sends, and refuse an
   * object that has a name twice: which of the two is meant cannot be known.
   */
  static JsonFactory json(long maxSamples) {
    return JsonFactory.builder()
        .streamReadConstraints(constraints(maxSamples))
        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
        .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
        .build();
  }

  private static StreamReadConstraints constraints(long maxSamples) {
    return StreamReadConstraints.builder()
        // A parser remembers some thousand names for the next one.
        .maxNameLength(LONGEST_NAME)
        .maxNestingDepth(64)
        .maxStringLength(1 << 20)
        .maxDocumentLength((16L << 20) + 64 * maxSamples)
        .build();
  }
}
