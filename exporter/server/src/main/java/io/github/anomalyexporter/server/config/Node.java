package io.github.anomalyexporter.server.config;

import java.util.List;
import java.util.Map;

/** A piece of YAML and the line, counted from 1, in which it begins. */
sealed interface Node {
  int line();

  /** What it is, as a message says it: {@code a list}. */
  String kind();

  /**
   * A single value.
   *
   * @param text as written, without quotes; empty for {@link ScalarType#NOTHING}
   */
  record Scalar(int line, String text, ScalarType type) implements Node {
    @Override
    public String kind() {
      return type.kind;
    }
  }

  /** How YAML understands a single value. */
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
   * What stands behind a key.
   *
   * @param line of the key
   */
  record Entry(int line, Node value) {}
}
