package io.github.anomalyexporter.server.yaml;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.io.StringReader;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.events.CollectionEndEvent;
import org.yaml.snakeyaml.events.CollectionStartEvent;
import org.yaml.snakeyaml.events.Event;
import org.yaml.snakeyaml.events.NodeEvent;

/**
 * Reads YAML into {@link Node}s. Supports the subset required for configurations and refuses other
 * constructs with a specific message: anchors, aliases, tags, several documents, keys that are not
 * text.
 */
public final class YamlReader {
  private static final YAMLFactory FACTORY = factory();

  /** Several times the longest expression. The scanner takes time with the square of a line. */
  private static final int LONGEST_LINE = 100_000;

  private YamlReader() {}

  /** The builder of the library reads an empty value as text, its constructor as null. */
  private static YAMLFactory factory() {
    YAMLFactory factory = new YAMLFactory();
    factory.setStreamReadConstraints(NodeReader.CONSTRAINTS);
    return factory;
  }

  /**
   * Returns the document of this text; an empty text is an empty mapping.
   *
   * @throws ConfigException if the text is not YAML or uses an unsupported construct
   */
  public static Node read(Reading reading, String text) throws ConfigException {
    refuseLongLines(reading, text);
    refuseAnchors(reading, text);
    try (YAMLParser parser = FACTORY.createParser(text)) {
      return new NodeReader(reading, parser)
          .document("expected one YAML document, found a second one");
    } catch (JsonProcessingException e) {
      throw syntaxError(reading, e);
    } catch (IOException e) {
      throw new IllegalStateException("a string is read without I/O", e);
    }
  }

  private static void refuseLongLines(Reading reading, String text) throws ConfigException {
    int line = 1;
    int start = 0;
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == '\n') {
        line++;
        start = i + 1;
      } else if (i - start >= LONGEST_LINE) {
        throw reading.fatal(
            line,
            LONGEST_LINE + 1,
            "expected lines of at most %s characters, found a longer one".formatted(LONGEST_LINE));
      }
    }
  }

  /**
   * Refuses anchors in the event stream: the parser drops the anchor of a scalar, so that a token
   * that begins with an ampersand would lose its first word.
   */
  private static void refuseAnchors(Reading reading, String text) throws ConfigException {
    int depth = 0;
    try {
      for (Event event : new Yaml().parse(new StringReader(text))) {
        if (event instanceof CollectionStartEvent && ++depth > NodeReader.DEEPEST) {
          // The parser refuses such a nesting. Reading on takes time with the square of the depth.
          return;
        } else if (event instanceof CollectionEndEvent) {
          depth--;
        }
        if (event instanceof NodeEvent node && node.getAnchor() != null) {
          throw reading.fatal(
              node.getStartMark().getLine() + 1,
              node.getStartMark().getColumn() + 1,
              "expected a literal value, found a YAML anchor or alias; a text that begins with & or * needs quotes");
        }
      }
    } catch (YAMLException e) {
      // A syntax error, which the parser reports with its position.
      return;
    }
  }

  /** Uses only the problem: the parser's messages quote the text, including secrets. */
  private static ConfigException syntaxError(Reading reading, JsonProcessingException e) {
    @Nullable Throwable cause = e.getCause();
    if (cause instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
      return reading.fatal(
          marked.getProblemMark().getLine() + 1,
          marked.getProblemMark().getColumn() + 1,
          "expected YAML, found a syntax error: " + marked.getProblem());
    }
    JsonLocation at = e.getLocation();
    return reading.fatal(
        at == null ? 1 : Math.max(1, at.getLineNr()),
        at == null ? 1 : Math.max(1, at.getColumnNr()),
        "expected YAML, found characters or a nesting that YAML does not allow");
  }
}
