package io.github.anomalyexporter.it.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** A dashboard as Grafana reads it from {@code grafana-dashboards/}. */
final class Dashboard {
  private static final Path DIRECTORY = Path.of("../../grafana-dashboards");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final String fileName;
  private final JsonNode json;

  private Dashboard(String fileName, JsonNode json) {
    this.fileName = fileName;
    this.json = json;
  }

  /**
   * A variable that is filled by a query.
   *
   * @param query such as {@code label_values(up, instance)}
   * @param allValue what it stands for when all is chosen; empty if all cannot be chosen
   */
  record Variable(String name, String query, String allValue) {}

  /** All dashboards, by the names of their files. */
  static List<Dashboard> all() {
    try (Stream<Path> paths = Files.list(DIRECTORY)) {
      return paths
          .filter(path -> path.getFileName().toString().matches("anomaly-.*\\.json"))
          .sorted()
          .map(Dashboard::read)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Dashboard read(Path path) {
    try {
      return new Dashboard(path.getFileName().toString(), JSON.readTree(path.toFile()));
    } catch (IOException e) {
      throw new UncheckedIOException(path.toString(), e);
    }
  }

  String fileName() {
    return fileName;
  }

  String uid() {
    return json.path("uid").asText();
  }

  /** The whole of it, for what is looked up in it as text. */
  String text() {
    return json.toString();
  }

  /** Names of all variables, of the data source's too. */
  List<String> variableNames() {
    return elements(json.path("templating").path("list")).map(it -> text(it, "name")).toList();
  }

  /** The variables that a query fills, in the order in which each may use those before it. */
  List<Variable> queryVariables() {
    return elements(json.path("templating").path("list"))
        .filter(it -> text(it, "type").equals("query"))
        .map(
            it ->
                new Variable(
                    text(it, "name"), text(it.path("query"), "query"), text(it, "allValue")))
        .toList();
  }

  /** The panels, those in rows too, and the rows themselves. */
  List<Panel> panels() {
    List<Panel> panels = new ArrayList<>();
    for (JsonNode panel : json.path("panels")) {
      panels.add(new Panel(panel));
      panel.path("panels").forEach(inner -> panels.add(new Panel(inner)));
    }
    return panels;
  }

  /** The queries of all panels and of the annotations, each with where it is. */
  List<PanelQuery> queries() {
    Stream<PanelQuery> annotations =
        elements(json.path("annotations").path("list"))
            .filter(it -> it.has("expr"))
            .map(it -> new PanelQuery("annotation " + text(it, "name"), "A", text(it, "expr"), ""));
    return Stream.concat(panels().stream().flatMap(it -> it.queries().stream()), annotations)
        .toList();
  }

  static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  static String text(JsonNode node, String key) {
    return node.path(key).asText("");
  }

  @Override
  public String toString() {
    return uid();
  }
}
