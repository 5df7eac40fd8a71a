package io.github.anomalyexporter.it.packaging;

import static io.github.anomalyexporter.it.support.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.anomalyexporter.it.support.ChildProcess;
import io.github.anomalyexporter.it.support.Exporter;
import io.github.anomalyexporter.it.support.Http;
import io.github.anomalyexporter.it.support.Ports;
import io.github.anomalyexporter.it.support.Tools;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the chart gives to the program is what the program takes. */
class ChartConfigIT {

  private final Path directory = Tools.workspace(ChartConfigIT.class);

  @ParameterizedTest
  @ValueSource(strings = {"default", "operator", "shards"})
  void the_configuration_is_valid(String values) throws IOException {
    List<JsonNode> maps =
        Chart.render(Chart.valuesFile(values)).all("ConfigMap").stream()
            .filter(it -> it.at("/data/anomaly-exporter.yml").isTextual())
            .toList();

    assertThat(maps).isNotEmpty();
    for (JsonNode map : maps) {
      Path file = write(values + "-" + Manifests.name(map), map);
      Exporter.Outcome outcome =
          Exporter.run(
              file.resolveSibling(file.getFileName() + "-check"),
              "check-config",
              "--config.file=" + file);
      assertThat(outcome.exitCode()).as(outcome.err()).isZero();
    }
  }

  @Test
  void the_program_takes_its_arguments_and_answers_its_probes() throws IOException {
    Manifests manifests =
        Chart.render(
            Chart.values("web: {enableLifecycle: true, enableMcp: true}\nlog: {format: json}"));
    int port = Ports.free();

    try (ChildProcess program = start("serve", manifests, port)) {
      awaitProbes(program, manifests, port);
      assertThat(program.err().lines())
          .first()
          .isEqualTo("NOTE: Picked up JDK_JAVA_OPTIONS: -XX:MaxRAMPercentage=50");
      assertThat(program.err().lines().skip(1)).isNotEmpty().allMatch(it -> it.startsWith("{"));
      assertThatToolsAnswer(port);
    }
  }

  /** The packed program has all libraries that MCP needs. */
  private static void assertThatToolsAnswer(int port) {
    var transport =
        HttpClientStreamableHttpTransport.builder("http://127.0.0.1:" + port)
            .endpoint("/mcp")
            .build();
    try (McpSyncClient client = McpClient.sync(transport).build()) {
      client.initialize();
      assertThat(client.listTools().tools()).hasSize(8);
      for (String tool : List.of("detector_status", "list_anomalies", "list_instances")) {
        CallToolResult result =
            client.callTool(CallToolRequest.builder(tool).arguments(Map.of()).build());
        assertThat(result.isError()).as(tool + ": " + result.content()).isNotEqualTo(true);
      }
    }
  }

  @Test
  void with_users_the_probes_are_answered_and_nothing_else() throws IOException {
    Manifests manifests =
        Chart.render(
            Chart.values(
                """
                web:
                  config:
                    basic_auth_users:
                      prometheus: $2b$10$hNf2lSsxfm0.i4a.1kVpSOVyBCfIB51VRjgBUyv6kdnyTlgWj81Ay
                """));
    int port = Ports.free();

    try (ChildProcess program = start("users", manifests, port)) {
      awaitProbes(program, manifests, port);
      URI metrics = URI.create("http://127.0.0.1:" + port + "/metrics");
      assertThat(Http.sendToExporter("GET", metrics).status()).isEqualTo(401);
    }
  }

  /** Starts the program as the container would, but for its paths and its address. */
  private ChildProcess start(String name, Manifests manifests, int port) throws IOException {
    Path config = write(name, manifests.only("ConfigMap"));
    Path webConfig = directory.resolve(name + "-web-config.yml");
    for (JsonNode secret : manifests.all("Secret")) {
      Files.writeString(webConfig, secret.at("/stringData/web-config.yml").asText());
    }
    JsonNode container = container(manifests);
    String[] arguments =
        Manifests.elements(container.path("args")).stream()
            .map(JsonNode::asText)
            .map(it -> it.replace("/etc/anomaly-exporter/anomaly-exporter.yml", config.toString()))
            .map(it -> it.replace("/etc/anomaly-exporter-web/web-config.yml", webConfig.toString()))
            .map(it -> it.replace("/var/lib/anomaly-exporter", directory + "/" + name))
            .map(it -> it.replace("=:9877", "=127.0.0.1:" + port))
            .toArray(String[]::new);
    Map<String, String> environment =
        Map.of(container.at("/env/0/name").asText(), container.at("/env/0/value").asText());
    return Exporter.start(directory.resolve(name), environment, arguments);
  }

  private static void awaitProbes(ChildProcess program, Manifests manifests, int port) {
    for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
      JsonNode get = container(manifests).path(probe).path("httpGet");
      assertThat(get.path("scheme").asText()).isEqualTo("HTTP");
      URI uri = URI.create("http://127.0.0.1:" + port + get.path("path").asText());
      await(probe)
          .whileAlive(program)
          .evenIfUnreachable()
          .until(() -> Http.sendToExporter("GET", uri).status() == 200);
    }
  }

  private static JsonNode container(Manifests manifests) {
    return manifests.only("StatefulSet").at("/spec/template/spec/containers/0");
  }

  private Path write(String name, JsonNode map) throws IOException {
    return Files.writeString(
        directory.resolve(name + ".yml"), map.at("/data/anomaly-exporter.yml").asText());
  }
}
