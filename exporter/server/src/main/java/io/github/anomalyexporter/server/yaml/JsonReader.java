package io.github.anomalyexporter.server.yaml;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.anomalyexporter.server.yaml.Node.Entry;
import io.github.anomalyexporter.server.yaml.Node.Mapping;
import io.github.anomalyexporter.server.yaml.Node.Scalar;
import io.github.anomalyexporter.server.yaml.Node.ScalarType;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Reads JSON into {@link Node}s, so that a request is checked as a configuration is. */
public final class JsonReader {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().streamReadConstraints(NodeReader.CONSTRAINTS).build();

  private JsonReader() {}

  /**
   * Returns the document of this text, without members that are null: they are absent. An empty
   * text is an empty mapping.
   *
   * @param text in UTF-8
   * @throws ConfigException if the text is not one document of JSON
   */
  public static Node read(Reading reading, byte[] text) throws ConfigException {
    try (JsonParser parser = FACTORY.createParser(text)) {
      return withoutNulls(
          new NodeReader(reading, parser).document("expected one JSON object, found more text"));
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      throw reading.fatal(
          at == null ? 1 : Math.max(1, at.getLineNr()),
          at == null ? 1 : Math.max(1, at.getColumnNr()),
          "expected JSON, found a syntax error");
    } catch (IOException e) {
      throw reading.fatal(1, 1, "expected JSON in UTF-8, found other characters");
    }
  }

  private static Node withoutNulls(Node document) {
    if (!(document instanceof Mapping mapping)) {
      return document;
    }
    Map<String, Entry> present = new LinkedHashMap<>(mapping.entries());
    present
        .values()
        .removeIf(it -> it.value() instanceof Scalar scalar && scalar.type() == ScalarType.NOTHING);
    return new Mapping(mapping.line(), present);
  }
}
