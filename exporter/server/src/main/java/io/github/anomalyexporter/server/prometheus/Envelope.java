package io.github.anomalyexporter.server.prometheus;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.anomalyexporter.server.http.ResponseData;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Envelope of every response of the query API: {@code {"status": ..., "data": ..., "errorType":
 * ..., "error": ..., "warnings": [...], "infos": [...], "isPartial": ...}}.
 *
 * @param errorType null on success
 * @param error null on success
 * @param incompleteness how the source reports missing data; see {@link Incompleteness}
 */
public record Envelope(
    boolean success,
    @Nullable String errorType,
    @Nullable String error,
    List<String> warnings,
    List<String> infos,
    Incompleteness incompleteness) {
  /** Maximum number of warnings and of infos; further texts are dropped. */
  private static final int MOST_TEXTS = 100;

  /** In characters: enough for an error message; bounds the memory for any source. */
  private static final int LONGEST_TEXT = 500;

  private static final int LONGEST_TYPE = 50;

  /**
   * Reads a response to its end; its {@code data} goes to the given decoder. Fields may occur in
   * any order, therefore the status and the completeness of the data are known only at the end; if
   * {@code isPartial} comes before the data, the data is skipped.
   *
   * @param data null to skip it
   */
  static Envelope read(JsonParser parser, @Nullable ResponseData<?> data) throws IOException {
    parser.nextToken();
    ResponseData.expect(parser, JsonToken.START_OBJECT, "the response");
    String status = null;
    String errorType = null;
    String error = null;
    List<String> warnings = List.of();
    List<String> infos = List.of();
    Incompleteness incompleteness = new Incompleteness();
    boolean hasData = false;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      JsonToken token = parser.nextToken();
      switch (name) {
        case "status" -> status = ResponseData.string(parser, name);
        case "errorType" -> errorType = ResponseData.shortened(parser, name, LONGEST_TYPE);
        case "error" -> error = ResponseData.shortened(parser, name, LONGEST_TEXT);
        case "warnings" -> warnings = texts(parser, name, incompleteness::warning);
        case "isPartial" -> incompleteness.isPartial(token == JsonToken.VALUE_TRUE);
        case "infos" -> infos = texts(parser, name, text -> {});
        case "data" -> {
          if (data == null || token == JsonToken.VALUE_NULL || incompleteness.isPartial()) {
            parser.skipChildren();
          } else {
            data.read(parser);
            hasData = true;
          }
        }
        default -> parser.skipChildren();
      }
    }
    boolean success = "success".equals(status);
    if (parser.nextToken() != null || (!success && !"error".equals(status))) {
      throw new JsonParseException(parser, "expected one object with the status success or error");
    }
    if (success && data != null && !hasData && !incompleteness.isPartial()) {
      throw new JsonParseException(parser, "expected data with the status success");
    }
    return new Envelope(success, errorType, error, warnings, infos, incompleteness);
  }

  /**
   * @param each receives all texts, including dropped texts
   */
  private static List<String> texts(JsonParser parser, String what, Consumer<String> each)
      throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return List.of();
    }
    ResponseData.expect(parser, JsonToken.START_ARRAY, what);
    List<String> texts = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      String text = ResponseData.shortened(parser, what, LONGEST_TEXT);
      each.accept(text);
      if (texts.size() < MOST_TEXTS) {
        texts.add(text);
      }
    }
    return texts;
  }
}
