package io.github.anomalyexporter.server.yaml;

import java.util.List;
import java.util.Map;

/** YAML node with the line, from 1, in which it begins. */
public sealed interface Node {
  int line();

  /** Returns its kind for messages: {@code a list}. */
  String kind();

  /**
   * Scalar value.
   *
   * @param text as written, without quotes; empty for {@link ScalarType#NOTHING}
   */
  record Scalar(int line, String text, ScalarType type) implements Node {
    @Override
    public String kind() {
      return type.kind;
    }
  }

  /** Type of a scalar value in YAML. */
  enum ScalarType {
    STRING("a string"),
    NUMBER("a number"),
    BOOLEAN("a boolean"),
    NOTHING("nothing");

    private final String kind;

    ScalarType(String kind) {
      this.kind = kind;
    }

    String kind() {
      return kind;
    }
  }

  /** A list. */
  record Sequence(int line, List<Node> items) implements Node {
    public Sequence {
      items = List.copyOf(items);
    }

    @Override
    public String kind() {
      return "a list";
    }
  }

  /**
   * Keys and their values.
   *
   * @param entries in the order of the file
   */
  record Mapping(int line, Map<String, Entry> entries) implements Node {
    @Override
    public String kind() {
      return "a mapping";
    }
  }

  /**
   * Value of a key.
   *
   * @param line line of the key
   */
  record Entry(int line, Node value) {}
}
