package io.github.anomalyexporter.server.prometheus;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Responses without an envelope: the data or, for a refused request, {@code "message"} or {@code
 * {"code": ..., "message": "..."}}.
 */
final class BareResponse {
  /** In characters. */
  private static final int LONGEST_MESSAGE = 500;

  private BareResponse() {}

  static Envelope read(JsonParser parser, @Nullable ResponseData<?> data) throws IOException {
    if (parser.nextToken() == null) {
      throw new JsonParseException(parser, "expected JSON, found nothing");
    }
    String error = null;
    if (data == null) {
      error = message(parser);
    } else {
      data.read(parser);
    }
    if (parser.nextToken() != null) {
      throw new JsonParseException(parser, "expected one JSON value");
    }
    return data == null
        ? Envelope.refused(error)
        : new Envelope(true, null, null, List.of(), List.of(), new Incompleteness());
  }

  private static @Nullable String message(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      return ResponseData.shortened(parser, "the message", LONGEST_MESSAGE);
    }
    String message = null;
    if (parser.currentToken() == JsonToken.START_OBJECT) {
      while (parser.nextToken() != JsonToken.END_OBJECT) {
        String name = parser.currentName();
        parser.nextToken();
        if (name.equals("message")) {
          message = ResponseData.shortened(parser, name, LONGEST_MESSAGE);
        } else {
          parser.skipChildren();
        }
      }
    } else {
      parser.skipChildren();
    }
    return message;
  }
}
