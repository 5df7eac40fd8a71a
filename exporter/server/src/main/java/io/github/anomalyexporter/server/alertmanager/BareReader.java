package io.github.anomalyexporter.server.alertmanager;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.anomalyexporter.server.http.ApiResponse;
import io.github.anomalyexporter.server.http.RequestException.Category;
import io.github.anomalyexporter.server.http.ResponseData;
import io.github.anomalyexporter.server.http.ResponseHead;
import io.github.anomalyexporter.server.http.ResponseReader;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Reads responses without an envelope: the data or, for a refused request, {@code "message"} or
 * {@code {"code": ..., "message": "..."}}.
 */
final class BareReader<T> implements ResponseReader<T> {
  /** In characters. */
  private static final int LONGEST_MESSAGE = 500;

  private final ResponseData<T> data;

  BareReader(ResponseData<T> data) {
    this.data = data;
  }

  @Override
  public ApiResponse<T> read(ResponseHead head, JsonParser body) throws IOException {
    start(body);
    data.read(body);
    end(body);
    return new ApiResponse.Complete<>(data.value());
  }

  @Override
  public ApiResponse.Refused<T> readRefusal(ResponseHead head, JsonParser body) throws IOException {
    return refusal(head, body);
  }

  /** Reads a refusal, whichever data the request was for. */
  static <D> ApiResponse.Refused<D> refusal(ResponseHead head, JsonParser body) throws IOException {
    start(body);
    String error = message(body);
    end(body);
    Category category = Category.ofRefusal(head.status());
    return new ApiResponse.Refused<>(category, null, error, category == Category.SERVER);
  }

  private static void start(JsonParser parser) throws IOException {
    if (parser.nextToken() == null) {
      throw new JsonParseException(parser, "expected JSON, found nothing");
    }
  }

  private static void end(JsonParser parser) throws IOException {
    if (parser.nextToken() != null) {
      throw new JsonParseException(parser, "expected one JSON value");
    }
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
