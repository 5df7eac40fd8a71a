package io.github.anomalyexporter.server.web.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.github.anomalyexporter.core.score.InstanceState;
import io.github.anomalyexporter.server.web.api.Route;
import io.github.anomalyexporter.server.web.contract.OpenApi.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The document in itself; its responses are those of every test that uses the client. */
class OpenApiTest {
  private static final OpenApi API = OpenApi.DOCUMENT;

  @Test
  void its_routes_are_those_of_the_server() {
    List<Operation> routes =
        Arrays.stream(Route.values())
            .flatMap(
                route ->
                    route.methods().stream()
                        .map(it -> new Operation(route.path(), it.toLowerCase(Locale.ROOT))))
            .toList();

    assertThat(API.operations()).containsExactlyInAnyOrderElementsOf(routes);
  }

  @Test
  void each_variable_of_a_path_is_a_parameter() {
    for (Operation operation : API.operations()) {
      Set<String> named = new TreeSet<>();
      operation(operation)
          .path("parameters")
          .forEach(
              it -> {
                if (API.resolve(it).path("in").asText().equals("path")) {
                  named.add("{" + API.resolve(it).path("name").asText() + "}");
                }
              });
      assertThat(operation.path().replaceAll("[^{]*(\\{[a-z]+})?.*", "$1"))
          .as(operation.toString())
          .isEqualTo(String.join("", named));
    }
  }

  @Test
  void each_operation_has_a_name_of_its_own() {
    assertThat(API.operations())
        .extracting(it -> operation(it).path("operationId").asText())
        .doesNotHaveDuplicates()
        .doesNotContain("");
  }

  private static JsonNode operation(Operation operation) {
    return API.root().path("paths").path(operation.path()).path(operation.method());
  }

  @Test
  void the_examples_are_as_documented() {
    int examples = 0;
    for (JsonNode content : API.root().findValues("application/json")) {
      if (content.has("example")) {
        examples++;
        assertThat(API.differences(content.path("schema"), content.path("example")))
            .as(content.path("example").toString())
            .isEmpty();
      }
    }
    assertThat(examples).isGreaterThan(8);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"status\": \"success\"}",
        "{\"status\": \"error\", \"data\": {\"forgotten\": 1}}",
        "{\"status\": \"success\", \"data\": {\"forgotten\": \"1\"}}",
        "{\"status\": \"success\", \"data\": {\"forgotten\": 1, \"undocumented\": 1}}",
        "{\"status\": \"success\", \"data\": {\"forgotten\": 1}, \"undocumented\": 1}",
      })
  void any_other_document_differs(String document) throws JsonProcessingException {
    JsonNode schema =
        API.root().at("/components/responses/Forgotten/content/application~1json/schema");

    assertThat(API.differences(schema, new ObjectMapper().readTree(document))).isNotEmpty();
  }

  @Test
  void a_time_of_another_format_differs() {
    JsonNode schema = API.root().at("/components/schemas/ActiveModel/properties/created_at");

    assertThat(API.differences(schema, new TextNode("2026-03-02T12:00:00Z"))).isEmpty();
    assertThat(API.differences(schema, new TextNode("2026-03-02 12:00"))).isNotEmpty();
  }

  @Test
  void every_component_is_used_and_every_reference_is_that_of_a_component() {
    Set<String> used = new TreeSet<>();
    API.root().findValues("$ref").forEach(it -> used.add(it.asText()));
    List<String> components = new ArrayList<>();
    for (String kind : List.of("headers", "parameters", "requestBodies", "responses", "schemas")) {
      API.root()
          .path("components")
          .path(kind)
          .fieldNames()
          .forEachRemaining(name -> components.add("#/components/" + kind + "/" + name));
    }

    assertThat(used).containsExactlyInAnyOrderElementsOf(components);
  }

  @Test
  void the_states_are_the_same_everywhere() {
    JsonNode schemas = API.root().at("/components/schemas");
    List<String> states = texts(schemas.at("/State/enum"));

    assertThat(texts(schemas.at("/DetectorStatus/properties/instances/required")))
        .isEqualTo(states);
    assertThat(states)
        .isEqualTo(Arrays.stream(InstanceState.values()).map(InstanceState::label).toList());
  }

  private static List<String> texts(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::asText).toList();
  }
}
