package io.github.anomalyexporter.it.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.anomalyexporter.it.support.Command;
import io.github.anomalyexporter.it.support.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The dashboards of detectors whose identity labels are more than instance and job. */
class IdentityDashboardsIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> NAMES =
      List.of("anomaly-exporter.json", "anomaly-fleet.json", "anomaly-instance.json");

  private final Path directory = Tools.workspace(IdentityDashboardsIT.class);

  private Path written() {
    Path script = Tools.shipped("grafana-dashboards/identity");
    Path folder = directory.resolve("dashboards");
    Command.run(directory, script.toString(), folder, "instance", "cluster", "agent_hostname");
    return folder;
  }

  @Test
  void every_query_of_an_instance_goes_by_all_its_labels() throws IOException {
    for (String name : NAMES) {
      JsonNode dashboard = JSON.readTree(Files.readString(written().resolve(name)));
      assertThat(dashboard.findValuesAsText("expr"))
          .isNotEmpty()
          .filteredOn(query -> query.contains("$job"))
          .allSatisfy(
              query ->
                  assertThat(query.replaceAll("job=~\"\\$job\", cluster=~\"\\$cluster\", ", ""))
                      .doesNotContain("$job")
                      .contains("agent_hostname=~\"$agent_hostname\""));
      assertThat(dashboard.findValuesAsText("url"))
          .filteredOn(url -> url.contains("var-job="))
          .allSatisfy(
              url ->
                  assertThat(url)
                      .containsPattern(
                          "var-cluster=\\$\\{__(data\\.fields|field\\.labels)\\.cluster}")
                      .contains("agent_hostname}"));
    }
  }

  @Test
  void each_label_has_a_variable_before_the_instance_which_does_not_ask_for_itself()
      throws IOException {
    for (String name : List.of("anomaly-fleet.json", "anomaly-instance.json")) {
      List<String> variables = new ArrayList<>();
      for (JsonNode variable :
          JSON.readTree(Files.readString(written().resolve(name)))
              .path("templating")
              .path("list")) {
        variables.add(variable.path("name").asText());
        assertThat(variable.path("query").path("query").asText())
            .doesNotContain("$" + variable.path("name").asText() + "\"");
      }
      assertThat(variables).containsSubsequence("job", "cluster", "agent_hostname", "instance");
    }
  }

  @Test
  void the_chart_gives_what_the_script_writes() throws IOException {
    Path folder = written();
    for (String values :
        List.of(
            "dashboards: {enabled: true, identityLabels: [cluster, agent_hostname]}",
            """
            dashboards: {enabled: true}
            config:
              detectors: [{name: node, identity_labels: [instance, job, cluster, agent_hostname]}]
            """)) {
      Manifests rendered = Chart.render(Chart.values(values));
      for (String name : NAMES) {
        assertThat(rendered.all("ConfigMap").stream().map(it -> it.path("data").path(name)))
            .filteredOn(JsonNode::isTextual)
            .singleElement()
            .extracting(JsonNode::asText)
            .isEqualTo(Files.readString(folder.resolve(name)));
      }
    }
  }
}
