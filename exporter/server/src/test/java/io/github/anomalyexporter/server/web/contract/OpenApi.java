package io.github.anomalyexporter.server.web.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * {@code openapi.yaml}, read strictly: a member that an object of the document does not have is an
 * error, although clients have to ignore it. Safe for use by several threads.
 */
public final class OpenApi {
  /** The document of the program under test. */
  public static final OpenApi DOCUMENT = read();

  private static final Set<String> METHODS = Set.of("get", "head", "put", "post", "delete");

  private final JsonNode root;
  private final Map<JsonNode, Schema> schemas = new ConcurrentHashMap<>();
  private final SchemaRegistry registry =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          builder ->
              builder.schemaRegistryConfig(
                  SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

  /** An operation: a path with variables in braces, and a method in lower case. */
  public record Operation(String path, String method) {}

  private OpenApi(JsonNode root) {
    this.root = root;
  }

  private static OpenApi read() {
    try (InputStream in = OpenApi.class.getResourceAsStream("/api/openapi.yaml")) {
      JsonNode root = new ObjectMapper(new YAMLFactory()).readTree(in);
      close(root);
      return new OpenApi(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Forbids members that an object does not have. */
  private static void close(JsonNode node) {
    node.forEach(OpenApi::close);
    if (node instanceof ObjectNode object
        && node.path("properties").isObject()
        && !node.has("additionalProperties")) {
      object.put("additionalProperties", false);
    }
  }

  JsonNode root() {
    return root;
  }

  /** Returns all operations. */
  List<Operation> operations() {
    List<Operation> operations = new ArrayList<>();
    root.path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                        method -> {
                          if (METHODS.contains(method)) {
                            operations.add(new Operation(path.getKey(), method));
                          }
                        }));
    return operations;
  }

  /** Returns the operation of a request; empty if there is none. */
  Optional<Operation> operation(String method, String path) {
    String wanted = method.equals("HEAD") ? "get" : method.toLowerCase(Locale.ROOT);
    return operations().stream()
        .filter(it -> it.method().equals(wanted) && matches(it.path(), path))
        .findFirst();
  }

  private static boolean matches(String template, String path) {
    String last = template.contains("{instance}") ? ".*" : "[^/]+";
    StringBuilder expression = new StringBuilder();
    for (String part : template.split("(?=\\{)|(?<=\\})", -1)) {
      expression.append(part.startsWith("{") ? last : Pattern.quote(part));
    }
    return path.matches(expression.toString());
  }

  /** Returns the description of a response; missing if the operation does not have it. */
  JsonNode response(Operation operation, int status) {
    return resolve(
        root.path("paths")
            .path(operation.path())
            .path(operation.method())
            .path("responses")
            .path(String.valueOf(status)));
  }

  /** Returns the node that a reference names, or the node itself. */
  JsonNode resolve(JsonNode node) {
    String reference = node.path("$ref").asText("");
    return reference.isEmpty() ? node : root.at(reference.substring(1));
  }

  /** Returns the differences of a document from the schema of this name. */
  public List<String> differences(String schema, JsonNode document) {
    return differences(root.path("components").path("schemas").path(schema), document);
  }

  /** Returns the differences of a document from a schema of {@code openapi.yaml}. */
  List<String> differences(JsonNode schema, JsonNode document) {
    return schemas.computeIfAbsent(schema, this::schema).validate(document).stream()
        .map(Error::toString)
        .toList();
  }

  /** Returns the schema with the components of the document, which it refers to. */
  private Schema schema(JsonNode schema) {
    ObjectNode standalone = new ObjectMapper().createObjectNode();
    standalone.set("components", root.path("components"));
    standalone.putArray("allOf").add(Objects.requireNonNull(schema));
    return registry.getSchema(standalone);
  }
}
