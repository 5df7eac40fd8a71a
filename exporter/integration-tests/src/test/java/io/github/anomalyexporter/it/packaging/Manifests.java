package io.github.anomalyexporter.it.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Rendered Kubernetes objects. */
record Manifests(List<JsonNode> all) {
  private static final YAMLMapper YAML = new YAMLMapper();

  Manifests {
    all = List.copyOf(all);
  }

  /** Reads the documents of a YAML stream; empty ones are left out. */
  static Manifests parse(String yaml) {
    try (MappingIterator<JsonNode> documents = YAML.readerFor(JsonNode.class).readValues(yaml)) {
      return new Manifests(
          documents.readAll().stream().filter(it -> it.isObject() && !it.isEmpty()).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The objects of a kind, in their order. */
  List<JsonNode> all(String kind) {
    return all.stream().filter(it -> it.path("kind").asText().equals(kind)).toList();
  }

  /** The only object of a kind. */
  JsonNode only(String kind) {
    List<JsonNode> found = all(kind);
    assertThat(found).as(kind).hasSize(1);
    return found.get(0);
  }

  /** The pods that there will be: those of StatefulSets and jobs, of tests where rendered. */
  List<JsonNode> pods() {
    return Stream.of(
            all("StatefulSet").stream().map(it -> it.at("/spec/template")),
            all("CronJob").stream().map(it -> it.at("/spec/jobTemplate/spec/template")),
            all("Pod").stream())
        .flatMap(it -> it)
        .toList();
  }

  static String name(JsonNode object) {
    return object.at("/metadata/name").asText();
  }

  /** A mapping of texts; empty if there is none. */
  static Map<String, String> texts(JsonNode mapping) {
    return mapping.properties().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, it -> it.getValue().asText()));
  }

  static List<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }
}
