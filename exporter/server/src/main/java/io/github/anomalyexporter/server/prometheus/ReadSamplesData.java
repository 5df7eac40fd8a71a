package io.github.anomalyexporter.server.prometheus;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.anomalyexporter.server.http.ResponseData;
import java.io.IOException;
import java.util.OptionalLong;

/**
 * Decoder of the number of samples that the source read for a query, in {@code stats} of the data;
 * the result is skipped. Other sources than Prometheus may not report it.
 */
final class ReadSamplesData implements ResponseData<OptionalLong> {
  private OptionalLong total = OptionalLong.empty();

  @Override
  public void read(JsonParser parser) throws IOException {
    ResponseData.expect(parser, JsonToken.START_OBJECT, "data");
    field(parser, "stats", () -> field(parser, "samples", () -> total(parser)));
  }

  private interface Reader {
    void read() throws IOException;
  }

  private void total(JsonParser parser) throws IOException {
    field(
        parser,
        "totalQueryableSamples",
        () -> {
          if (parser.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            total = OptionalLong.of(parser.getLongValue());
          } else {
            parser.skipChildren();
          }
        });
  }

  /** Reads one field of the current object to its end, and skips all other fields. */
  private static void field(JsonParser parser, String name, Reader reader) throws IOException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      parser.skipChildren();
      return;
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      boolean found = parser.currentName().equals(name);
      parser.nextToken();
      if (found) {
        reader.read();
      } else {
        parser.skipChildren();
      }
    }
  }

  @Override
  public OptionalLong value() {
    return total;
  }
}
