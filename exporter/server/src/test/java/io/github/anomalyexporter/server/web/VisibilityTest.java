package io.github.anomalyexporter.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.FakePrometheus;
import io.github.anomalyexporter.server.config.ConfigFile;
import io.github.anomalyexporter.server.exemption.Exemptions;
import io.github.anomalyexporter.server.prometheus.PrometheusClient;
import io.github.anomalyexporter.server.recent.ScrapedScores;
import io.github.anomalyexporter.server.run.DetectorState;
import io.github.anomalyexporter.server.run.KnownState;
import io.github.anomalyexporter.server.run.RunningDetector;
import io.github.anomalyexporter.server.samples.SampleLimits;
import io.github.anomalyexporter.server.samples.SampleStore;
import io.github.anomalyexporter.server.store.StoredModel;
import io.github.anomalyexporter.server.web.api.ApiRequest;
import io.github.anomalyexporter.server.web.api.ExporterApi.StoredModels;
import io.github.anomalyexporter.server.web.api.Route;
import io.github.anomalyexporter.server.web.api.Visibility;
import io.github.anomalyexporter.server.web.contract.DocumentedClient;
import io.github.anomalyexporter.server.yaml.ConfigException;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two teams ask one server, each sees its own hosts: every route and every tool. */
class VisibilityTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = new DocumentedClient(HttpClient.newHttpClient());
  private static final String API = "/api/v1";
  private static final String TEAM = "Team";

  /** The same for every caller; the examples have names of hosts. */
  private static final Set<Route> DOCUMENTATION =
      Set.of(Route.OPENAPI, Route.DOCUMENTATION, Route.DOCUMENTATION_FILE);

  private static final Set<Route> OF_ALL_HOSTS =
      Set.of(Route.BACKTESTS, Route.BACKTEST, Route.CONFIGURATION);

  /** Have numbers of hosts and no names. */
  private static final Set<Route> WITHOUT_NAMES =
      Set.of(Route.STATUS, Route.USER, Route.DETECTORS, Route.DETECTOR, Route.MODELS);

  /** A caller. */
  private enum Team {
    /** Sees the anomalous host. */
    WEB("{instance=~\"web-.*\",detector=\"node\"}", "web-1:9100", 1),
    /** Sees all others. */
    REST("{instance!~\"web-.*\"}", "new-1:9100", 4),
    ALL("", "web-1:9100", 5);

    final String selector;
    final String host;
    final int hosts;

    Team(String selector, String host, int hosts) {
      this.selector = selector;
      this.host = host;
      this.hosts = hosts;
    }

    Visibility visibility() {
      return selector.isEmpty() ? Visibility.ALL : Visibility.of(List.of(selector));
    }

    List<String> hidden() {
      return switch (this) {
        case WEB -> List.of("new-1:9100", "empty-1:9100", "gone-1:9100", "of two lines");
        case REST -> List.of("web-1:9100");
        case ALL -> List.of("none-1:9100");
      };
    }

    static Visibility of(HttpServletRequest request) {
      return valueOf(request.getHeader(TEAM)).visibility();
    }
  }

  private final ObedientExporter exporter = new ObedientExporter();

  @AutoClose
  private final WebServer server =
      exporter.serve(new WebOptions("127.0.0.1", 0, true).withMcp(true), Team::of);

  VisibilityTest() throws ConfigException {}

  @BeforeEach
  void fill() {
    List<Labels> two = List.of(KnownState.NEW, KnownState.ANOMALOUS);
    KnownState.concern(exporter.state, two);
    for (Labels each : two) {
      boolean web = each.equals(KnownState.ANOMALOUS);
      exporter
          .state
          .recentAnomalies()
          .add(
              each, KnownState.TIME.minusSeconds(web ? 660 : 300), web ? 9 : 3, Set.of(), List::of);
      exporter.state.recentScores().add(each, KnownState.TIME.minusSeconds(web ? 660 : 300), 1, 2);
    }
    KnownState.trained(
        exporter.state, "2 not trained, such as web-1:9100 and new-1:9100: less than a day");
    exporter.stored =
        new StoredModels(
            List.of(
                new StoredModel(
                    Path.of("v"), exporter.state.model().manifest().orElseThrow(), false)),
            List.of("manifest.json: expected a number, found web-1:9100 new-1:9100"));
    exporter.startBacktest();
  }

  private HttpRequest.Builder request(Team team, String path) {
    return HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:" + server.port() + path.replace("\"", "%22")))
        .header(TEAM, team.name());
  }

  private HttpResponse<String> get(Team team, String path)
      throws IOException, InterruptedException {
    return CLIENT.send(request(team, path).build(), BodyHandlers.ofString());
  }

  private JsonNode data(Team team, String path) throws IOException, InterruptedException {
    HttpResponse<String> response = get(team, API + path);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body()).path("data");
  }

  private String path(Route route, String host) {
    return route
        .path()
        .replace("{file}", "docs.js")
        .replace("{detector}", "node")
        .replace("{backtest}", exporter.backtests().all().get(0).id())
        .replace("{instance}", host);
  }

  static Stream<Arguments> routesOfTeams() {
    return Stream.of(Route.values())
        .filter(it -> it.path().startsWith(API + "/") && it.has("GET"))
        .flatMap(it -> Stream.of(Team.values()).map(team -> Arguments.of(it, team)));
  }

  @ParameterizedTest
  @MethodSource("routesOfTeams")
  void a_route_names_hosts_of_the_caller_only(Route route, Team team)
      throws IOException, InterruptedException {
    HttpResponse<String> response = get(team, path(route, team.host));

    boolean forbidden = OF_ALL_HOSTS.contains(route) && team != Team.ALL;
    assertThat(response.statusCode()).as(response.body()).isEqualTo(forbidden ? 403 : 200);
    if (DOCUMENTATION.contains(route)) {
      assertThat(response.body()).isEqualTo(get(Team.ALL, path(route, "")).body());
      return;
    }
    assertThat(response.body()).doesNotContain(team.hidden());
    if (!OF_ALL_HOSTS.contains(route) && !WITHOUT_NAMES.contains(route)) {
      assertThat(response.body()).contains(team.host);
    }
  }

  static Stream<Arguments> routesOfInstances() {
    return Stream.of(Route.values())
        .filter(it -> it.path().contains("{instance}"))
        .flatMap(it -> it.methods().stream().map(method -> Arguments.of(method, it)));
  }

  @ParameterizedTest
  @MethodSource("routesOfInstances")
  void a_hidden_host_is_as_one_that_does_not_exist(String method, Route route)
      throws IOException, InterruptedException {
    List<String> answers = new ArrayList<>();
    for (String host : List.of("new-1:9100", "none-1:9100")) {
      HttpResponse<String> response =
          CLIENT.send(
              request(Team.WEB, path(route, host)).method(method, BodyPublishers.noBody()).build(),
              BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(404);
      answers.add(response.body().replace(host, "HOST"));
    }

    assertThat(answers.get(0)).isEqualTo(answers.get(1));
    assertThat(exporter.state.board().known()).containsKey(KnownState.NEW);
  }

  @Test
  void a_visible_host_is_forgotten() throws IOException, InterruptedException {
    HttpResponse<String> response =
        CLIENT.send(
            request(Team.REST, API + "/instances/new-1:9100").DELETE().build(),
            BodyHandlers.ofString());

    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    assertThat(exporter.state.board().known()).doesNotContainKey(KnownState.NEW).hasSize(4);
  }

  @ParameterizedTest
  @EnumSource
  void numbers_are_those_of_visible_hosts(Team team) throws IOException, InterruptedException {
    assertThat(data(team, "/fleet").path("total").asInt()).isEqualTo(team.hosts);
    assertThat(sum(data(team, "/fleet").path("states"))).isEqualTo(team.hosts);
    assertThat(sum(data(team, "/status").at("/detectors/0/instances"))).isEqualTo(team.hosts);
    assertThat(data(team, "/detectors/node/comparison").path("instances_compared").asInt())
        .isEqualTo(team.hosts);
    String cursor = "";
    int parts = 0;
    do {
      String part = API + "/instances?features=false&limit=1" + cursor;
      JsonNode page = JSON.readTree(get(team, part).body()).path("page");
      assertThat(page.path("total").asInt()).isEqualTo(team.hosts);
      JsonNode next = page.path("next_cursor");
      cursor = next.isNull() ? "" : "&cursor=" + next.asText();
      parts++;
    } while (!cursor.isEmpty());
    assertThat(parts).isEqualTo(team.hosts);
  }

  private static int sum(JsonNode numbers) {
    return StreamSupport.stream(numbers.spliterator(), false).mapToInt(JsonNode::asInt).sum();
  }

  @Test
  void a_cursor_of_another_caller_discloses_nothing() throws IOException, InterruptedException {
    JsonNode page = JSON.readTree(get(Team.ALL, API + "/instances?limit=2").body()).path("page");

    String rest = API + "/instances?cursor=" + page.path("next_cursor").asText();
    assertThat(get(Team.WEB, rest).body()).contains("web-1:9100");
    assertThat(get(Team.WEB, rest).body()).doesNotContain(Team.WEB.hidden());
  }

  /** The other host of the same incident began earlier, with a larger peak. */
  @Test
  void an_incident_is_that_of_visible_hosts() throws IOException, InterruptedException {
    JsonNode rest = data(Team.REST, "/anomalies");

    assertThat(data(Team.ALL, "/anomalies").at("/0/instances")).hasSize(2);
    assertThat(rest).hasSize(1);
    assertThat(rest.at("/0/begin").asText()).isEqualTo("2026-03-02T11:55:00Z");
    assertThat(rest.at("/0/peak_score").asDouble()).isEqualTo(3);
    assertThat(rest.at("/0/instances")).hasSize(1);
    assertThat(data(Team.REST, "/fleet").path("scores_since").asText())
        .isEqualTo("2026-03-02T11:55:00Z");
    assertThat(data(Team.REST, "/fleet").path("anomalous").asInt()).isZero();
    assertThat(data(Team.REST, "/status").at("/detectors/0/active_anomalies").asInt()).isZero();
  }

  @ParameterizedTest
  @CsvSource({"WEB, 1", "REST, 1", "ALL, 3"})
  void a_proposal_is_shown_to_who_sees_all_of_its_hosts(Team team, int proposals)
      throws IOException, InterruptedException {
    JsonNode found = data(team, "/calendar/proposals").path(0);

    assertThat(found.path("proposals")).hasSize(proposals);
    assertThat(found.path("permanent")).hasSize(team == Team.ALL ? 2 : 1);
    assertThat(data(team, "/status").at("/detectors/0/ambiguous/instances").asInt())
        .isEqualTo(team == Team.ALL ? 2 : 1);
  }

  @ParameterizedTest
  @EnumSource
  void a_reason_of_a_training_is_shown_to_who_sees_all_hosts(Team team)
      throws IOException, InterruptedException {
    JsonNode last = data(team, "/detectors/node").at("/training/last");

    assertThat(last.path("result").asText()).isEqualTo("accepted");
    assertThat(last.path("reason").asText(""))
        .startsWith(team == Team.ALL ? "2 not trained, such as web-1" : "");
    assertThat(last.path("reason").isNull()).isEqualTo(team != Team.ALL);
  }

  @Test
  void teams_that_ask_at_once_do_not_share_a_page() {
    Route.Found fleet = Route.of(API + "/fleet").orElseThrow();
    assertThat(new ApiRequest(fleet, List.of(), Team.WEB.visibility()))
        .isNotEqualTo(new ApiRequest(fleet, List.of(), Team.REST.visibility()))
        .isEqualTo(new ApiRequest(fleet, List.of(), Team.WEB.visibility()));
    Map<CompletableFuture<HttpResponse<String>>, Team> answers = new HashMap<>();
    for (int i = 0; i < 99; i++) {
      Team team = Team.values()[i % 3];
      HttpRequest request = request(team, API + "/fleet").build();
      answers.put(CLIENT.sendAsync(request, BodyHandlers.ofString()), team);
    }

    answers.forEach(
        (answer, team) ->
            assertThat(answer.join().body())
                .contains("\"total\":" + team.hosts + ",", team.host)
                .doesNotContain(team.hidden()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"train", "rollback"})
  void a_model_of_hidden_hosts_is_not_changed(String action)
      throws IOException, InterruptedException {
    assertThat(status(Team.WEB, "/detectors/node/" + action, "{}")).isEqualTo(403);
    assertThat(status(Team.ALL, "/detectors/node/" + action, "{}")).isNotEqualTo(403);
  }

  /** Without an Alertmanager the silence of a visible host is a conflict. */
  @Test
  void a_hidden_host_is_not_silenced() throws IOException, InterruptedException {
    String silence = "{\"instance\": \"%s\", \"duration\": \"1h\", \"comment\": \"test\"}";
    assertThat(status(Team.WEB, "/silences", silence.formatted("new-1:9100"))).isEqualTo(404);
    assertThat(status(Team.WEB, "/silences", silence.formatted("web-1:9100"))).isEqualTo(409);
  }

  private int status(Team team, String path, String json) throws IOException, InterruptedException {
    return CLIENT
        .send(
            request(team, API + path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(json))
                .build(),
            BodyHandlers.ofString())
        .statusCode();
  }

  @Test
  void a_backtest_is_neither_started_nor_cancelled() throws IOException, InterruptedException {
    String id = exporter.backtests().all().get(0).id();
    HttpResponse<String> started =
        CLIENT.send(
            request(Team.WEB, API + "/backtests")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"detector\": \"node\"}"))
                .build(),
            BodyHandlers.ofString());
    HttpResponse<String> cancelled =
        CLIENT.send(
            request(Team.WEB, API + "/backtests/" + id).DELETE().build(), BodyHandlers.ofString());

    assertThat(started.statusCode()).isEqualTo(403);
    assertThat(JSON.readTree(started.body()).path("error").asText())
        .isEqualTo(
            "a backtest names all instances of a detector: it is for callers who see all instances");
    assertThat(cancelled.statusCode()).isEqualTo(403);
    assertThat(exporter.backtests().all()).hasSize(1);
    assertThat(exporter.backtests().find(id)).isPresent();
  }

  private JsonNode post(Team team, String path, String rows)
      throws IOException, InterruptedException {
    HttpResponse<String> response =
        CLIENT.send(
            request(team, API + path)
                .header("Content-Type", "text/csv")
                .POST(BodyPublishers.ofString(rows))
                .build(),
            BodyHandlers.ofString());
    return JSON.readTree(response.body());
  }

  @Test
  void rows_of_hidden_hosts_are_not_scored() throws IOException, InterruptedException {
    String rows =
        """
        time,instance,job,cpu,memory
        2026-03-02T12:00:00Z,web-1:9100,node,1,1000
        2026-03-02T12:00:00Z,new-1:9100,node,1,1000
        """;

    JsonNode scored = post(Team.REST, "/detectors/node/score", rows).path("data");

    assertThat(scored.path("scored")).hasSize(1);
    assertThat(scored.at("/scored/0/labels/instance").asText()).isEqualTo("new-1:9100");
    assertThat(scored.at("/refused/0/row").asInt()).isEqualTo(1);
    assertThat(scored.at("/refused/0/error").asText())
        .isEqualTo(
            "labels: expected an instance that the caller sees, found {instance=\"web-1:9100\", job=\"node\"}");
  }

  @Test
  void samples_of_hidden_hosts_are_not_stored(@TempDir Path directory) throws Exception {
    String config = "detectors: [{name: pumps, source: push, features: [{name: flow, unit: l/s}]}]";
    SampleLimits limits =
        new SampleLimits(Duration.ofMinutes(1), Duration.ofDays(7), Duration.ofHours(2), 9);
    try (DetectorState pumps =
            new DetectorState(ConfigFile.parse("test.yml", config).detectors().get(0));
        SampleStore samples =
            SampleStore.open(
                directory.resolve("samples.mv"), List.of("flow"), limits, exporter.clock())) {
      exporter.others = List.of(new RunningDetector(pumps, Exemptions.NONE, () -> samples));

      JsonNode stored =
          post(
              Team.REST,
              "/detectors/pumps/samples",
              """
              time,instance,flow
              2026-03-02T12:00:00Z,web-1,3
              2026-03-02T12:00:00Z,pump-1,3
              """);

      assertThat(stored.at("/data/added").asInt()).isEqualTo(1);
      assertThat(stored.at("/data/refused/0/row").asInt()).isEqualTo(1);
      assertThat(samples.instances(KnownState.TIME.minusSeconds(60), KnownState.TIME))
          .containsExactly(Labels.of("instance", "pump-1"));
    }
  }

  /** Prometheus names the series of any host in a message. */
  @Test
  void a_message_of_prometheus_is_not_passed_on() throws Exception {
    try (FakePrometheus prometheus = new FakePrometheus();
        PrometheusClient queries = prometheus.client()) {
      prometheus.fail(
          FakePrometheus.EVERYTHING,
          422,
          "{\"status\":\"error\",\"errorType\":\"execution\",\"error\":\"duplicate series of new-1:9100\"}");
      ScrapedScores scores = new ScrapedScores(queries, exporter.state.config());
      exporter.scraped = scores;
      exporter.rows =
          (instances, range) -> {
            scores.read("web-1:9100", range);
            throw new AssertionError("expected a failure");
          };

      for (String part : List.of("/history", "/features")) {
        String path = API + "/instances/web-1:9100" + part;
        assertThat(get(Team.ALL, path).body()).contains("duplicate series of new-1:9100");
        assertThat(get(Team.WEB, path).body())
            .contains("Prometheus did not answer")
            .doesNotContain("duplicate");
      }
    }
  }

  private McpSyncClient client(Team team) {
    return McpClient.sync(
            HttpClientStreamableHttpTransport.builder("http://127.0.0.1:" + server.port())
                .endpoint("/mcp")
                .addHttpRequestCustomizer(
                    (request, method, uri, body, context) -> request.header(TEAM, team.name()))
                .build())
        .build();
  }

  private static String text(CallToolResult result) {
    return ((TextContent) result.content().get(0)).text();
  }

  /** Returns arguments for the tool, as far as it requires any. */
  private Map<String, Object> arguments(Tool tool, Team team) {
    Map<String, Object> arguments = new HashMap<>();
    for (Object name : (List<?>) Objects.requireNonNull(tool.inputSchema().get("required"))) {
      arguments.put(
          name.toString(),
          Map.of(
                  "instance",
                  team.host,
                  "detector",
                  "node",
                  "id",
                  exporter.backtests().all().get(0).id())
              .get(name));
    }
    return arguments;
  }

  @ParameterizedTest
  @EnumSource
  void a_tool_names_hosts_of_the_caller_only(Team team) {
    try (McpSyncClient client = client(team)) {
      client.initialize();
      List<Tool> tools = client.listTools().tools();
      assertThat(tools).extracting(Tool::name).contains("start_backtest", "compare_window");
      for (Tool tool : tools) {
        CallToolResult result =
            client.callTool(
                CallToolRequest.builder(tool.name()).arguments(arguments(tool, team)).build());

        boolean forbidden = tool.name().contains("backtest") && team != Team.ALL;
        assertThat(Boolean.TRUE.equals(result.isError())).as(text(result)).isEqualTo(forbidden);
        assertThat(text(result)).as(tool.name()).doesNotContain(team.hidden());
        if (Set.of("explain_instance", "list_instances", "compare_window").contains(tool.name())) {
          assertThat(text(result)).as(tool.name()).contains(team.host);
        }
      }
      assertThat(exporter.backtests().all()).hasSize(team == Team.ALL ? 2 : 1);
      CallToolResult anomalies =
          client.callTool(CallToolRequest.builder("list_anomalies").arguments(Map.of()).build());
      assertThat(text(anomalies)).contains("\"total\":" + (team == Team.REST ? 0 : 1));
    }
  }

  @Test
  void a_tool_does_not_know_a_hidden_host() {
    try (McpSyncClient client = client(Team.WEB)) {
      client.initialize();
      CallToolResult result =
          client.callTool(
              CallToolRequest.builder("explain_instance")
                  .arguments(Map.of("instance", "new-1:9100"))
                  .build());

      assertThat(result.isError()).isTrue();
      assertThat(text(result)).contains("the label instance of a known instance");
    }
  }

  @Test
  void without_a_selector_nothing_is_visible() {
    assertThat(Visibility.of(List.of()).includes("node", KnownState.ANOMALOUS)).isFalse();
    assertThat(Visibility.of(List.of())).isNotEqualTo(Visibility.ALL);
    assertThat(Visibility.ALL.includes("node", KnownState.ANOMALOUS)).isTrue();
    assertThatThrownBy(() -> Visibility.of(List.of("{")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
