package io.github.anomalyexporter.server.yaml;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.github.anomalyexporter.server.yaml.Node.Entry;
import io.github.anomalyexporter.server.yaml.Node.Mapping;
import io.github.anomalyexporter.server.yaml.Node.Scalar;
import io.github.anomalyexporter.server.yaml.Node.ScalarType;
import io.github.anomalyexporter.server.yaml.Node.Sequence;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the tokens of one document, of YAML or JSON, into {@link Node}s. */
final class NodeReader {
  /** Of nested mappings and sequences: each level takes frames of the stack. */
  static final int DEEPEST = 64;

  static final StreamReadConstraints CONSTRAINTS =
      StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build();

  private final Reading reading;
  private final JsonParser parser;

  NodeReader(Reading reading, JsonParser parser) {
    this.reading = reading;
    this.parser = parser;
  }

  /**
   * Returns the document; without a token an empty mapping.
   *
   * @param more the message about further text after the document
   * @throws ConfigException for further text, and for a tag of YAML
   */
  Node document(String more) throws IOException, ConfigException {
    if (parser.nextToken() == null) {
      return new Mapping(1, Map.of());
    }
    Node root = node("");
    if (parser.nextToken() != null) {
      throw refusal(more);
    }
    return root;
  }

  private Node node(String path) throws IOException, ConfigException {
    if (parser.getTypeId() != null) {
      throw refusal("expected a value without a YAML tag, found a tag");
    }
    int line = line();
    return switch (parser.currentToken()) {
      case START_OBJECT -> mapping(path, line);
      case START_ARRAY -> sequence(path, line);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> scalar(line, ScalarType.NUMBER);
      case VALUE_TRUE, VALUE_FALSE -> scalar(line, ScalarType.BOOLEAN);
      case VALUE_NULL -> new Scalar(line, "", ScalarType.NOTHING);
      default -> scalar(line, ScalarType.STRING);
    };
  }

  private Mapping mapping(String path, int line) throws IOException, ConfigException {
    Map<String, Entry> entries = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      int keyLine = line();
      parser.nextToken();
      String keyPath = path.isEmpty() ? key : path + "." + key;
      Entry entry = new Entry(keyLine, node(keyPath));
      Entry first = entries.putIfAbsent(key, entry);
      if (first != null) {
        reading.problem(
            keyPath,
            keyLine,
            ProblemKind.DUPLICATE,
            "a unique key",
            "the same key in line " + first.line());
      }
    }
    return new Mapping(line, entries);
  }

  private Sequence sequence(String path, int line) throws IOException, ConfigException {
    List<Node> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(node(path + "[" + items.size() + "]"));
    }
    return new Sequence(line, items);
  }

  private Scalar scalar(int line, ScalarType type) throws IOException {
    return new Scalar(line, parser.getText(), type);
  }

  private int line() {
    return parser.currentTokenLocation().getLineNr();
  }

  private ConfigException refusal(String message) {
    JsonLocation at = parser.currentTokenLocation();
    return reading.fatal(at.getLineNr(), at.getColumnNr(), message);
  }
}
