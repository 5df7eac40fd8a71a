package io.github.anomalyexporter.server.alertmanager;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.anomalyexporter.server.prometheus.ResponseData;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Silences as Alertmanager's API (v2) writes them; what is not needed here is skipped. */
final class SilenceJson {
  private SilenceJson() {}

  /** Reads the silence that the parser stands on. */
  static Silence read(JsonParser parser) throws IOException {
    ResponseData.expect(parser, JsonToken.START_OBJECT, "a silence");
    String id = null;
    List<LabelMatcher> matchers = null;
    Instant startsAt = null;
    Instant endsAt = null;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      switch (name) {
        case "id" -> id = ResponseData.string(parser, name);
        case "matchers" -> matchers = matchers(parser);
        case "startsAt" -> startsAt = time(parser, name);
        case "endsAt" -> endsAt = time(parser, name);
        default -> parser.skipChildren();
      }
    }
    if (id == null || matchers == null || startsAt == null || endsAt == null) {
      throw new JsonParseException(
          parser, "expected a silence with id, matchers, startsAt and endsAt");
    }
    return new Silence(id, matchers, startsAt, endsAt);
  }

  private static List<LabelMatcher> matchers(JsonParser parser) throws IOException {
    ResponseData.expect(parser, JsonToken.START_ARRAY, "matchers");
    List<LabelMatcher> matchers = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      matchers.add(matcher(parser));
    }
    return matchers;
  }

  private static LabelMatcher matcher(JsonParser parser) throws IOException {
    ResponseData.expect(parser, JsonToken.START_OBJECT, "a matcher");
    String label = null;
    String value = null;
    boolean isRegex = false;
    // Absent before Alertmanager 0.22, which knew no other.
    boolean isEqual = true;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      switch (name) {
        case "name" -> label = ResponseData.string(parser, name);
        case "value" -> value = ResponseData.string(parser, name);
        case "isRegex" -> isRegex = flag(parser, name, false);
        case "isEqual" -> isEqual = flag(parser, name, true);
        default -> parser.skipChildren();
      }
    }
    if (label == null || value == null) {
      throw new JsonParseException(parser, "expected a matcher with name and value");
    }
    return new LabelMatcher(label, value, isRegex, isEqual);
  }

  private static boolean flag(JsonParser parser, String what, boolean absent) throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> absent;
      default ->
          throw new JsonParseException(
              parser, "expected " + what + " as a boolean, found " + parser.currentToken());
    };
  }

  /** A time with an offset; null where the document has null. */
  static @Nullable Instant time(JsonParser parser, String what) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return null;
    }
    String text = ResponseData.string(parser, what);
    try {
      return DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
    } catch (DateTimeException e) {
      throw new JsonParseException(
          parser, "expected " + what + " as a time, found \"" + text + '"', e);
    }
  }

  static void write(JsonGenerator generator, Silence silence) throws IOException {
    generator.writeStartObject();
    generator.writeStringField("id", silence.id());
    generator.writeStringField("startsAt", silence.startsAt().toString());
    generator.writeStringField("endsAt", silence.endsAt().toString());
    generator.writeArrayFieldStart("matchers");
    for (LabelMatcher matcher : silence.matchers()) {
      generator.writeStartObject();
      generator.writeStringField("name", matcher.name());
      generator.writeStringField("value", matcher.value());
      generator.writeBooleanField("isRegex", matcher.isRegex());
      generator.writeBooleanField("isEqual", matcher.isEqual());
      generator.writeEndObject();
    }
    generator.writeEndArray();
    generator.writeEndObject();
  }
}
