package io.github.anomalyexporter.server.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.server.yaml.Node.Entry;
import io.github.anomalyexporter.server.yaml.Node.Mapping;
import io.github.anomalyexporter.server.yaml.Node.Scalar;
import io.github.anomalyexporter.server.yaml.Node.ScalarType;
import io.github.anomalyexporter.server.yaml.Node.Sequence;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written is read as what it was. */
class YamlDocumentTest {
  private static Node read(String text) throws ConfigException {
    return withoutLines(YamlReader.read(new Reading("test", Path.of("")), text));
  }

  /** All nodes in line 1. */
  private static Node withoutLines(Node node) {
    if (node instanceof Mapping mapping) {
      Map<String, Entry> entries = new LinkedHashMap<>();
      mapping
          .entries()
          .forEach((key, entry) -> entries.put(key, new Entry(1, withoutLines(entry.value()))));
      return new Mapping(1, entries);
    }
    if (node instanceof Sequence sequence) {
      return new Sequence(
          1, sequence.items().stream().map(YamlDocumentTest::withoutLines).toList());
    }
    return node instanceof Scalar scalar ? new Scalar(1, scalar.text(), scalar.type()) : node;
  }

  @Test
  void a_document_has_blocks_and_lines() throws ConfigException {
    String text =
        """
        detectors:
          - name: node
            selector: 'job="node"'
            layers:
              - 32
              - 4
            features:
              - name: load
                expression: |-
                  max by ($identity) (
                    node_load1{$selector}
                  )

                  / 4
              - name: other
            calendar: []
            explanation: {}
            threshold: null
            enabled: true
        """;

    assertThat(YamlDocument.of(read(text))).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        "a: [[1, [2]], []]",
        "- - {a: {b: []}}\n  - c",
        "'a: b': {'- c': \"d\\ne \"}",
        "a: |+\n  b\n\n",
        "a: |2\n   b\n  c\n",
        "a: \"x\\ny\\u0085z\"",
        "a: '1'",
        "a: 'yes'",
        "a: ''",
        "a: '<secret>'",
        "a: \"\\n\"",
      })
  void any_document_is_read_as_it_was(String text) throws ConfigException {
    Node node = read(text);

    assertThat(read(YamlDocument.of(node))).isEqualTo(node);
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.strings().withChars(" \n'\"#:-|>&*!%@`{}[],?\\\tab1é\u0085").ofMaxLength(12);
  }

  @Property(tries = 500)
  void any_text_is_read_as_it_was(@ForAll("texts") String key, @ForAll("texts") String value)
      throws ConfigException {
    Node scalar = new Scalar(1, value, ScalarType.STRING);
    Node node =
        new Mapping(
            1,
            Map.of(
                key,
                new Entry(1, new Sequence(1, List.of(scalar, new Sequence(1, List.of(scalar)))))));

    assertThat(read(YamlDocument.of(node))).isEqualTo(node);
  }
}
