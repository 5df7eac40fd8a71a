package io.github.anomalyexporter.it.dashboards;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.anomalyexporter.it.support.RealPrometheus;
import io.github.anomalyexporter.it.support.Sample;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A dashboard with a real Prometheus: sends the queries that Grafana would send. */
final class DashboardData {
  private static final Pattern LABEL_VALUES =
      Pattern.compile("label_values\\((?:(.+), *)?(\\w+)\\)");

  private final RealPrometheus prometheus;
  private final DashboardVariables variables = new DashboardVariables();

  DashboardData(RealPrometheus prometheus) {
    this.prometheus = prometheus;
  }

  /**
   * Fills the variables of a dashboard as a reader does who looks at one instance.
   *
   * @param preferred the values to choose where they are offered; all of them where that can be
   *     chosen, else the first
   * @return the variables that have no values to choose from
   */
  List<String> choose(Dashboard dashboard, Set<String> preferred) throws IOException {
    List<String> empty = new ArrayList<>();
    variables.choose("datasource", "prometheus");
    for (Dashboard.Variable variable : dashboard.queryVariables()) {
      List<String> values = labelValues(variables.substitute(variable.query()));
      if (values.isEmpty()) {
        empty.add(variable.name());
        continue;
      }
      String first = values.stream().filter(preferred::contains).findFirst().orElse(values.get(0));
      variables.choose(
          variable.name(), variable.allValue().isEmpty() ? first : variable.allValue());
    }
    return empty;
  }

  private List<String> labelValues(String query) throws IOException {
    Matcher matcher = LABEL_VALUES.matcher(query);
    if (!matcher.matches()) {
      throw new AssertionError("not understood: " + query);
    }
    String selector = matcher.group(1) == null ? "" : "?match[]=" + encode(matcher.group(1));
    List<String> values = new ArrayList<>();
    prometheus
        .data("/api/v1/label/" + matcher.group(2) + "/values" + selector.replace("[]", "%5B%5D"))
        .forEach(it -> values.add(it.asText()));
    return values;
  }

  /** Returns the current values of a query, without NaN. */
  List<Sample> series(PanelQuery query) throws IOException {
    return prometheus.query(expression(query)).stream()
        .filter(it -> !Double.isNaN(it.value()))
        .toList();
  }

  /** The expression with the chosen values. */
  String expression(PanelQuery query) {
    return variables.substitute(query.expression());
  }

  /** The names of all series that an expression selects, as Prometheus itself understands it. */
  Set<String> metrics(PanelQuery query) throws IOException {
    Set<String> names = new TreeSet<>();
    prometheus
        .data("/api/v1/parse_query?query=" + encode(expression(query)))
        .findParents("matchers")
        .forEach(selector -> names.add(name(selector)));
    return names;
  }

  private static String name(JsonNode selector) {
    return selector.path("name").asText("");
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
