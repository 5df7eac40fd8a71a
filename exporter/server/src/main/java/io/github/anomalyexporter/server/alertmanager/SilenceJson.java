package io.github.anomalyexporter.server.alertmanager;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.github.anomalyexporter.server.http.ListData;
import io.github.anomalyexporter.server.http.ResponseData;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes silences in the format of Alertmanager's API (v2); unused fields are skipped.
 */
final class SilenceJson {
  /** Bounds of times: arithmetic on Java's extreme instants overflows. */
  private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");

  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

  /** Ids of Alertmanager have 36 characters. */
  private static final int LONGEST_ID = 256;

  /** Maximum number of matchers of one silence; handwritten silences have a few. */
  private static final int MOST_MATCHERS = 1_000;

  /** Room for a thousand host names. */
  private static final int LONGEST_VALUE = 100_000;

  /** Longer texts of people are shortened. */
  private static final int LONGEST_TEXT = 1_000;

  /** Approximate heap size of a silence and of a matcher without their text. */
  private static final int SILENCE_BYTES = 256;

  private static final int MATCHER_BYTES = 128;

  /** All silences of one response take at most this fraction of the heap. */
  private static final int SHARE = 16;

  private SilenceJson() {}

  /** Returns a decoder of a list of at most {@code most} silences, within the memory limit. */
  static ListData<Silence> list(long most) {
    return new ListData<>(most, within(Runtime.getRuntime().maxMemory() / SHARE));
  }

  /** Returns a decoder of silences that fails if they take more than {@code mostBytes} in total. */
  static ListData.Element<Silence> within(long mostBytes) {
    AtomicLong room = new AtomicLong(mostBytes);
    return parser -> {
      Silence silence = read(parser);
      long bytes =
          SILENCE_BYTES
              + silence.createdBy().length()
              + silence.comment().length()
              + silence.matchers().stream()
                  .mapToLong(it -> MATCHER_BYTES + it.name().length() + it.value().length())
                  .sum();
      if (room.addAndGet(-bytes) < 0) {
        throw new StreamConstraintsException(
            "more silences than fit into memory: they take more than " + (mostBytes >> 20) + " MB");
      }
      return silence;
    };
  }

  private static String text(JsonParser parser, String what, int longest) throws IOException {
    String text = ResponseData.string(parser, what);
    if (text.length() > longest) {
      throw new StreamConstraintsException(
          "a silence whose " + what + " has more than " + longest + " characters");
    }
    return text;
  }

  /** Reads the silence at the current token of the parser. */
  static Silence read(JsonParser parser) throws IOException {
    ResponseData.expect(parser, JsonToken.START_OBJECT, "a silence");
    String id = null;
    List<LabelMatcher> matchers = null;
    Instant startsAt = null;
    Instant endsAt = null;
    String createdBy = "";
    String comment = "";
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      switch (name) {
        case "id" -> id = text(parser, name, LONGEST_ID);
        case "matchers" -> matchers = matchers(parser);
        case "startsAt" -> startsAt = time(parser, name);
        case "endsAt" -> endsAt = time(parser, name);
        case "createdBy" -> createdBy = shortened(parser, name);
        case "comment" -> comment = shortened(parser, name);
        default -> parser.skipChildren();
      }
    }
    if (id == null || matchers == null || startsAt == null || endsAt == null) {
      throw new JsonParseException(
          parser, "expected a silence with id, matchers, startsAt and endsAt");
    }
    return new Silence(id, matchers, startsAt, endsAt, createdBy, comment);
  }

  private static String shortened(JsonParser parser, String what) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      return ResponseData.shortened(parser, what, LONGEST_TEXT);
    }
    parser.skipChildren();
    return "";
  }

  private static List<LabelMatcher> matchers(JsonParser parser) throws IOException {
    ResponseData.expect(parser, JsonToken.START_ARRAY, "matchers");
    List<LabelMatcher> matchers = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (matchers.size() == MOST_MATCHERS) {
        throw new StreamConstraintsException(
            "a silence with more than " + MOST_MATCHERS + " matchers");
      }
      matchers.add(matcher(parser));
    }
    return matchers;
  }

  private static LabelMatcher matcher(JsonParser parser) throws IOException {
    ResponseData.expect(parser, JsonToken.START_OBJECT, "a matcher");
    String label = null;
    String value = null;
    boolean isRegex = false;
    // Absent before Alertmanager 0.22, which had only equality.
    boolean isEqual = true;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      switch (name) {
        case "name" -> label = text(parser, name, ResponseData.LONGEST_NAME);
        case "value" -> value = text(parser, name, LONGEST_VALUE);
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

  /** Reads a time with an offset; null for JSON null. */
  static @Nullable Instant time(JsonParser parser, String what) throws IOException {
    if (parser.currentToken() == JsonToken.VALUE_NULL) {
      return null;
    }
    String text = ResponseData.string(parser, what);
    try {
      Instant time = DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
      if (time.isBefore(FIRST) || time.isAfter(LAST)) {
        throw new DateTimeException("outside the years of RFC 3339");
      }
      return time;
    } catch (DateTimeException e) {
      throw new JsonParseException(
          parser, "expected " + what + " as a time, found \"" + text + '"', e);
    }
  }

  /** Writes a silence; one without an id is new. */
  static void write(JsonGenerator generator, Silence silence) throws IOException {
    generator.writeStartObject();
    if (!silence.id().isEmpty()) {
      generator.writeStringField("id", silence.id());
    }
    generator.writeStringField("startsAt", silence.startsAt().toString());
    generator.writeStringField("endsAt", silence.endsAt().toString());
    generator.writeStringField("createdBy", silence.createdBy());
    generator.writeStringField("comment", silence.comment());
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
