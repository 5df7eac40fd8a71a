package io.github.anomalyexporter.server.alertmanager;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.anomalyexporter.server.alertmanager.KnownSilences.Span;
import io.github.anomalyexporter.server.files.DurableFiles;
import io.github.anomalyexporter.server.http.ListData;
import io.github.anomalyexporter.server.http.ResponseData;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code silences.json} in the storage: the known silences across restarts. The name cannot collide
 * with a detector's directory because detector names contain no dot.
 */
final class SilencesFile {
  private static final Logger LOGGER = LoggerFactory.getLogger(SilencesFile.class);
  private static final String NAME = "silences.json";
  private static final JsonFactory JSON = ResponseData.json(0);

  private final Path file;

  SilencesFile(Path storage) {
    this.file = storage.resolve(NAME);
  }

  /** Reads the file. An unreadable file is renamed, with a warning. */
  KnownSilences read() {
    if (!Files.exists(file)) {
      return KnownSilences.NONE;
    }
    try (JsonParser parser = JSON.createParser(file.toFile())) {
      return read(parser);
    } catch (IOException e) {
      Path aside = file.resolveSibling(NAME + ".damaged");
      LOGGER.warn(
          "{} cannot be read and is renamed to {}; silences that Alertmanager has deleted are unknown: {}",
          file,
          aside.getFileName(),
          e instanceof JacksonException json ? json.getOriginalMessage() : e.toString());
      setAside(aside);
      return KnownSilences.NONE;
    }
  }

  private void setAside(Path aside) {
    try {
      Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      LOGGER.warn("{} cannot be renamed: {}", file, e.toString());
    }
  }

  private static KnownSilences read(JsonParser parser) throws IOException {
    parser.nextToken();
    ResponseData.expect(parser, JsonToken.START_OBJECT, "the file");
    Instant from = null;
    Instant until = null;
    List<Silence> silences = null;
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      switch (name) {
        case "knownFrom" -> from = SilenceJson.time(parser, name);
        case "knownUntil" -> until = SilenceJson.time(parser, name);
        case "silences" -> {
          ListData<Silence> list = SilenceJson.list(KnownSilences.MOST);
          list.read(parser);
          silences = list.value();
        }
        default -> parser.skipChildren();
      }
    }
    if (from == null || until == null || silences == null || parser.nextToken() != null) {
      throw new JsonParseException(
          parser, "expected one object with knownFrom, knownUntil and silences");
    }
    return new KnownSilences(silences, new Span(from, until));
  }

  /** Replaces the file atomically. */
  void write(List<Silence> silences, Span span) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = JSON.createGenerator(text)) {
      generator.writeStartObject();
      generator.writeStringField("knownFrom", span.from().toString());
      generator.writeStringField("knownUntil", span.until().toString());
      generator.writeArrayFieldStart("silences");
      for (Silence silence : silences) {
        SilenceJson.write(generator, silence);
      }
      generator.writeEndArray();
      generator.writeEndObject();
    }
    DurableFiles.replace(file, text.toString());
  }
}
