package io.github.anomalyexporter.server.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;

/**
 * Decodes the {@code data} of one response; a retry uses a new instance. Implementations throw
 * {@link JsonParseException} for an unexpected structure and {@link StreamConstraintsException} for
 * an exceeded limit.
 */
public interface ResponseData<T> {
  /**
   * Maximum length of the name of a label or another field, in characters; the longest label names
   * that a known source accepts have 1,024.
   */
  int LONGEST_NAME = 1_024;

  /** Reads the value at the current token of the parser, to its end. */
  void read(JsonParser parser) throws IOException;

  /** Returns the value read. */
  T value();

  /** Returns the number of samples read, also after a failure. */
  default long samples() {
    return 0;
  }

  static void expect(JsonParser parser, JsonToken expected, String what) throws IOException {
    if (parser.currentToken() != expected) {
      throw new JsonParseException(
          parser, "expected " + what + " as " + expected + ", found " + parser.currentToken());
    }
  }

  /** Reads a text for messages, truncated to {@code most} characters. */
  static String shortened(JsonParser parser, String what, int most) throws IOException {
    String text = string(parser, what);
    return text.length() <= most ? text : text.substring(0, most) + "...";
  }

  static String string(JsonParser parser, String what) throws IOException {
    expect(parser, JsonToken.VALUE_STRING, what);
    return parser.getText();
  }

  /**
   * Returns a factory of parsers with bounded memory for any input of a hostile or broken server.
   * The parsers reject objects with duplicate names, which are ambiguous.
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
        // Parsers cache some thousand names.
        .maxNameLength(LONGEST_NAME)
        .maxNestingDepth(64)
        .maxStringLength(1 << 20)
        .maxDocumentLength((16L << 20) + 64 * maxSamples)
        .build();
  }
}
