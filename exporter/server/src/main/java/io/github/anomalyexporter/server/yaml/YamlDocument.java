package io.github.anomalyexporter.server.yaml;

import io.github.anomalyexporter.server.yaml.Node.Mapping;
import io.github.anomalyexporter.server.yaml.Node.Scalar;
import io.github.anomalyexporter.server.yaml.Node.ScalarType;
import io.github.anomalyexporter.server.yaml.Node.Sequence;

/** Writes a node as a document of YAML that {@link YamlReader} reads as the same node. */
public final class YamlDocument {
  private static final String INDENT = "  ";

  private final StringBuilder text = new StringBuilder();

  private YamlDocument() {}

  /** Returns the document, with a line break at its end. */
  public static String of(Node node) {
    YamlDocument document = new YamlDocument();
    if (isInline(node)) {
      document.text.append(inline(node)).append('\n');
    } else {
      document.block(node, "", "");
    }
    return document.text.toString();
  }

  /**
   * Writes a mapping or sequence that is not empty.
   *
   * @param first what is before its first line
   * @param indent what is before every other line
   */
  private void block(Node node, String first, String indent) {
    String before = first;
    if (node instanceof Mapping mapping) {
      for (var entry : mapping.entries().entrySet()) {
        text.append(before).append(YamlText.scalar(entry.getKey())).append(':');
        value(entry.getValue().value(), indent);
        before = indent;
      }
    } else if (node instanceof Sequence sequence) {
      for (Node item : sequence.items()) {
        text.append(before).append('-');
        if (isInline(item)) {
          value(item, indent);
        } else {
          block(item, " ", indent + INDENT);
        }
        before = indent;
      }
    }
  }

  /** Writes a value after its key or dash. */
  private void value(Node node, String indent) {
    if (!isInline(node)) {
      text.append('\n');
      block(node, indent + INDENT, indent + INDENT);
    } else if (node instanceof Scalar scalar && isOfLines(scalar.text())) {
      text.append(scalar.text().endsWith("\n") ? " |\n" : " |-\n");
      scalar
          .text()
          .lines()
          .forEach(
              line -> text.append(line.isEmpty() ? "" : indent + INDENT).append(line).append('\n'));
    } else {
      text.append(' ').append(inline(node)).append('\n');
    }
  }

  private static boolean isInline(Node node) {
    return node instanceof Scalar
        || (node instanceof Mapping mapping && mapping.entries().isEmpty())
        || (node instanceof Sequence sequence && sequence.items().isEmpty());
  }

  /** Returns whether a text can be written as lines; what YAML would change is not. */
  private static boolean isOfLines(String text) {
    String lines = text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    return lines.contains("\n")
        && !lines.startsWith("\n")
        && !lines.startsWith(" ")
        && !lines.endsWith("\n")
        && lines.codePoints().allMatch(c -> c == '\n' || YamlText.isPrinted(c));
  }

  private static String inline(Node node) {
    if (node instanceof Scalar scalar) {
      return scalar.type() == ScalarType.NOTHING
          ? "null"
          : scalar.type() == ScalarType.STRING ? YamlText.scalar(scalar.text()) : scalar.text();
    }
    return node instanceof Mapping ? "{}" : "[]";
  }
}
