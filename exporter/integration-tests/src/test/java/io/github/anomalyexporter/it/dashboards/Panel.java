package io.github.anomalyexporter.it.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A panel of a dashboard, or a row between panels. */
final class Panel {
  private final JsonNode json;

  Panel(JsonNode json) {
    this.json = json;
  }

  /** A place on the grid, whose width is 24; both ends exclusive. */
  record Place(int left, int top, int right, int bottom) {
    boolean overlaps(Place other) {
      return left < other.right && other.left < right && top < other.bottom && other.top < bottom;
    }
  }

  int id() {
    return json.path("id").asInt();
  }

  String title() {
    return Dashboard.text(json, "title");
  }

  String type() {
    return Dashboard.text(json, "type");
  }

  String description() {
    return Dashboard.text(json, "description");
  }

  Place place() {
    JsonNode grid = json.path("gridPos");
    int left = grid.path("x").asInt();
    int top = grid.path("y").asInt();
    return new Place(left, top, left + grid.path("w").asInt(), top + grid.path("h").asInt());
  }

  List<PanelQuery> queries() {
    return Dashboard.elements(json.path("targets"))
        .map(
            it ->
                new PanelQuery(
                    title(),
                    Dashboard.text(it, "refId"),
                    Dashboard.text(it, "expr"),
                    Dashboard.text(it, "legendFormat")))
        .toList();
  }

  /** Columns of a table's data that its transformations name. */
  Set<String> columnsUsed() {
    Set<String> columns = new TreeSet<>();
    Dashboard.elements(json.path("transformations"))
        .flatMap(
            it ->
                Stream.of("excludeByName", "indexByName", "renameByName")
                    .map(key -> it.path("options").path(key)))
        .forEach(names -> names.fieldNames().forEachRemaining(columns::add));
    return columns;
  }

  /** Names that columns get, by those that they have in the data. */
  Map<String, String> renamed() {
    Map<String, String> names = new LinkedHashMap<>();
    Dashboard.elements(json.path("transformations"))
        .map(it -> it.path("options").path("renameByName"))
        .forEach(it -> it.properties().forEach(e -> names.put(e.getKey(), e.getValue().asText())));
    return names;
  }

  /** Names under which columns are sorted and overridden. */
  Set<String> shownColumnsUsed() {
    Set<String> columns = new TreeSet<>();
    Dashboard.elements(json.path("options").path("sortBy"))
        .forEach(it -> columns.add(Dashboard.text(it, "displayName")));
    Dashboard.elements(json.path("fieldConfig").path("overrides"))
        .map(it -> it.path("matcher"))
        .filter(it -> Dashboard.text(it, "id").equals("byName"))
        .forEach(it -> columns.add(Dashboard.text(it, "options")));
    return columns;
  }

  /** Columns that the links of a table's cells use. */
  Set<String> columnsInLinks() {
    return named("\\$\\{__data\\.fields\\.(\\w+)}");
  }

  /** Labels that the links of a series use. */
  Set<String> labelsInLinks() {
    return named("\\$\\{__field\\.labels\\.(\\w+)}");
  }

  private Set<String> named(String pattern) {
    Set<String> names = new TreeSet<>();
    Matcher matcher = Pattern.compile(pattern).matcher(json.toString());
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return names;
  }

  @Override
  public String toString() {
    return type() + " " + title();
  }
}
