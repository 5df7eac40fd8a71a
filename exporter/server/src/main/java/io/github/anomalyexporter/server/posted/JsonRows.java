package io.github.anomalyexporter.server.posted;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows from JSON:
 *
 * <pre>{"samples": [{"labels": {"instance": "pump-1"}, "time": "2026-03-02T00:00:00Z",
 *   "features": {"flow": 12.5, "pressure": null}}]}</pre>
 *
 * A time is RFC 3339 or Unix seconds. Keys that are not in this example are refused.
 */
final class JsonRows {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final JsonParser parser;
  private final int most;
  private final List<PostedRow> rows = new ArrayList<>();

  private JsonRows(JsonParser parser, int most) {
    this.parser = parser;
    this.most = most;
  }

  /**
   * Reads all rows.
   *
   * @param most maximum number of rows
   * @throws UnreadableRowsException if the text is not in this format, with the place
   */
  static List<PostedRow> read(byte[] text, int most) throws UnreadableRowsException {
    try (JsonParser parser = JSON.createParser(text)) {
      JsonRows rows = new JsonRows(parser, most);
      rows.document();
      return rows.rows;
    } catch (JsonProcessingException e) {
      throw new UnreadableRowsException(
          "line %s, column %s: expected JSON, found %s"
              .formatted(
                  e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
                  e.getLocation() == null ? 1 : e.getLocation().getColumnNr(),
                  firstLine(e.getOriginalMessage())));
    } catch (IOException e) {
      throw new UnreadableRowsException("expected JSON, found " + e.getMessage());
    }
  }

  private static String firstLine(String message) {
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }

  private void document() throws IOException, UnreadableRowsException {
    expect(parser.nextToken(), JsonToken.START_OBJECT, "an object with the key samples");
    boolean found = false;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      if (!key.equals("samples")) {
        throw problem("only the key samples", key);
      }
      found = true;
      expect(parser.nextToken(), JsonToken.START_ARRAY, "samples: a list of rows");
      while (parser.nextToken() != JsonToken.END_ARRAY) {
        rows.add(row());
        if (rows.size() > most) {
          throw new UnreadableRowsException(
              "samples: expected at most %s rows, found more; send several requests"
                  .formatted(most));
        }
      }
    }
    if (!found) {
      throw problem("the key samples", "none");
    }
    if (parser.nextToken() != null) {
      throw problem("one JSON object", "more text after it");
    }
  }

  private PostedRow row() throws IOException, UnreadableRowsException {
    int number = rows.size() + 1;
    expect(parser.currentToken(), JsonToken.START_OBJECT, "an object");
    Map<String, String> labels = new HashMap<>();
    Map<String, Double> features = new HashMap<>();
    @Nullable String time = null;
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String key = parser.currentName();
      parser.nextToken();
      switch (key) {
        case "labels" -> labels(labels);
        case "features" -> features(features);
        case "time" -> time = text("time: a string or a number");
        default -> throw problem("only the keys labels, time and features", key);
      }
    }
    return new PostedRow(number, labels, time, features);
  }

  private void labels(Map<String, String> labels) throws IOException, UnreadableRowsException {
    expect(parser.currentToken(), JsonToken.START_OBJECT, "labels: an object");
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      expect(parser.nextToken(), JsonToken.VALUE_STRING, "labels." + name + ": a string");
      labels.put(name, parser.getText());
    }
  }

  private void features(Map<String, Double> features) throws IOException, UnreadableRowsException {
    expect(parser.currentToken(), JsonToken.START_OBJECT, "features: an object");
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken value = parser.nextToken();
      if (value == JsonToken.VALUE_NULL) {
        features.put(name, Double.NaN);
      } else if (value.isNumeric()) {
        features.put(name, parser.getDoubleValue());
      } else {
        throw problem("features." + name + ": a number or null", shown(value));
      }
    }
  }

  private String text(String expectation) throws IOException, UnreadableRowsException {
    JsonToken token = parser.currentToken();
    if (token != JsonToken.VALUE_STRING && !token.isNumeric()) {
      throw problem(expectation, shown(token));
    }
    return parser.getText();
  }

  private void expect(@Nullable JsonToken found, JsonToken wanted, String expectation)
      throws IOException, UnreadableRowsException {
    if (found != wanted) {
      throw problem(expectation, found == null ? "nothing" : shown(found));
    }
  }

  private String shown(JsonToken token) throws IOException {
    return switch (token) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "a list";
      case VALUE_STRING -> '"' + shortened(parser.getText()) + '"';
      default -> shortened(parser.getText());
    };
  }

  private static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "...";
  }

  private UnreadableRowsException problem(String expectation, String found) {
    return new UnreadableRowsException(
        "line %s, row %s: expected %s, found %s"
            .formatted(
                parser.currentLocation().getLineNr(),
                rows.size() + 1,
                expectation,
                shortened(found)));
  }
}
