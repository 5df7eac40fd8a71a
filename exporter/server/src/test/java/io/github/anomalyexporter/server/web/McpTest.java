package io.github.anomalyexporter.server.web;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.server.TestCertificate;
import io.github.anomalyexporter.server.export.ExporterMetrics;
import io.github.anomalyexporter.server.run.KnownState;
import io.github.anomalyexporter.server.web.contract.DocumentedClient;
import io.github.anomalyexporter.server.web.contract.OpenApi;
import io.github.anomalyexporter.server.web.security.SecurityFile;
import io.github.anomalyexporter.server.yaml.ConfigException;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code /mcp} of a real server, asked by the client of the SDK. */
class McpTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = new DocumentedClient(HttpClient.newHttpClient());
  private static final ObedientExporter EXPORTER = new ObedientExporter();

  private static final String LIST =
      "{\"jsonrpc\": \"2.0\", \"id\": 1, \"method\": \"tools/list\", \"params\": {}}";

  private static final String TYPE = "Content-Type: application/json";
  private static final String ACCEPT = "Accept: application/json, text/event-stream";
  private static final String LENGTH = "Content-Length: " + LIST.length();

  private static WebServer server;
  private static McpSyncClient client;

  @BeforeAll
  static void start() throws ConfigException {
    server = serve(null, true);
    client = client(server, "");
    client.initialize();
  }

  @AfterAll
  static void stop() {
    client.close();
    server.close();
  }

  @BeforeEach
  void reset() {
    EXPORTER.reset();
  }

  private static WebServer serve(@Nullable Path webConfig, boolean mcp) throws ConfigException {
    PrometheusRegistry registry = new PrometheusRegistry();
    return new WebServer(
        new WebOptions("127.0.0.1", 0, false).withMcp(mcp),
        new SecurityFile(webConfig, new SecureRandom(), InstantSource.system()),
        registry,
        new ExporterMetrics(registry),
        EXPORTER);
  }

  private static McpSyncClient client(WebServer server, String credentials) {
    return McpClient.sync(
            HttpClientStreamableHttpTransport.builder("http://127.0.0.1:" + server.port())
                .endpoint("/mcp")
                .addHttpRequestCustomizer(
                    (request, method, uri, body, context) -> {
                      if (!credentials.isEmpty()) {
                        request.header("Authorization", SecuredServer.basic(credentials));
                      }
                    })
                .build())
        .build();
  }

  private static CallToolResult call(String tool, Map<String, Object> arguments) {
    return client.callTool(CallToolRequest.builder(tool).arguments(arguments).build());
  }

  private static String text(CallToolResult result) {
    return ((TextContent) result.content().get(0)).text();
  }

  /** Returns the structured result, which is the text as well. */
  private static JsonNode found(String tool, Map<String, Object> arguments) throws IOException {
    CallToolResult result = call(tool, arguments);
    assertThat(result.isError()).as(text(result)).isNotEqualTo(true);
    JsonNode structured = JSON.valueToTree(result.structuredContent());
    assertThat(JSON.readTree(text(result))).isEqualTo(structured);
    return structured;
  }

  private static List<String> names(JsonNode instances) {
    return StreamSupport.stream(instances.spliterator(), false)
        .map(it -> it.path("labels").path("instance").asText())
        .toList();
  }

  @Test
  void a_client_learns_what_the_server_is_and_which_tools_it_has() {
    assertThat(client.getServerInfo().name()).isEqualTo("anomaly-exporter");
    assertThat(client.getServerInstructions()).contains("above 1");
    List<Tool> tools = client.listTools().tools();
    assertThat(tools)
        .extracting(Tool::name)
        .containsExactlyInAnyOrder(
            "list_anomalies",
            "explain_instance",
            "list_instances",
            "detector_status",
            "compare_window",
            "list_backtests",
            "get_backtest");
    assertThat(tools).allMatch(it -> it.annotations().readOnlyHint());
    assertThat(tools).allMatch(it -> !it.description().isEmpty());
    assertThat(tools)
        .filteredOn(it -> it.name().equals("explain_instance"))
        .allMatch(it -> List.of("instance").equals(it.inputSchema().get("required")));
  }

  @Test
  void anomalies_have_the_worst_features() throws IOException {
    JsonNode found = found("list_anomalies", Map.of());

    assertThat(found.path("total").asInt()).isEqualTo(1);
    JsonNode worst = found.path("anomalies").path(0);
    assertThat(worst.path("labels").path("instance").asText()).isEqualTo("web-1:9100");
    assertThat(worst.path("score").asDouble()).isEqualTo(2);
    assertThat(worst.path("new_level_since").isTextual()).isTrue();
    assertThat(worst.path("features")).hasSize(2);
    assertThat(worst.at("/features/0/actual").isNumber()).isTrue();
    assertThat(worst.at("/features/0/expected").isNumber()).isTrue();
  }

  @Test
  void an_explanation_has_state_score_threshold_and_all_features() throws IOException {
    JsonNode one = found("explain_instance", Map.of("instance", "web-1:9100")).at("/instances/0");

    assertThat(one.path("state").asText()).isEqualTo("ok");
    assertThat(one.path("threshold").isNumber()).isTrue();
    assertThat(one.path("model").path("threshold_reason").asText())
        .isEqualTo("as the test wants it");
    assertThat(one.path("features")).hasSize(2);
  }

  /** The schema is that of the API: the tools and the API have one truth. */
  @Test
  void results_are_the_documents_of_the_api() throws IOException {
    List<JsonNode> all = new ArrayList<>();
    found("list_anomalies", Map.of()).path("anomalies").forEach(all::add);
    found("explain_instance", Map.of("instance", "new-1:9100")).path("instances").forEach(all::add);
    found("list_instances", Map.of()).path("instances").forEach(all::add);

    assertThat(all).hasSize(1 + 1 + 5);
    assertThat(all)
        .allSatisfy(it -> assertThat(OpenApi.DOCUMENT.differences("Instance", it)).isEmpty());
  }

  @Test
  void instances_are_filtered_and_read_in_parts() throws IOException {
    JsonNode all = found("list_instances", Map.of());
    assertThat(all.path("page").path("total").asInt()).isEqualTo(5);
    assertThat(all.at("/instances/0").has("features")).isFalse();
    JsonNode first = found("list_instances", Map.of("limit", 3));
    JsonNode rest =
        found(
            "list_instances", Map.of("limit", 3, "cursor", first.at("/page/next_cursor").asText()));
    List<String> parts = new ArrayList<>(names(first.path("instances")));
    parts.addAll(names(rest.path("instances")));

    assertThat(parts).isEqualTo(names(all.path("instances")));
    assertThat(names(found("list_instances", Map.of("anomalous", true)).path("instances")))
        .containsExactly("web-1:9100");
    assertThat(
            names(
                found("list_instances", Map.of("state", List.of("vanished"), "detector", "node"))
                    .path("instances")))
        .containsExactly("gone-1:9100");
    assertThat(
            names(
                found("list_instances", Map.of("match", "{instance=~\"new-.*\"}"))
                    .path("instances")))
        .containsExactly("new-1:9100");
  }

  @Test
  void a_status_has_detectors_with_model_states_and_drift() throws IOException {
    JsonNode detector = found("detector_status", Map.of("detector", "node")).at("/detectors/0");

    assertThat(detector.path("name").asText()).isEqualTo("node");
    assertThat(detector.path("model").path("version").asText()).isEqualTo("20260302T110000Z");
    assertThat(detector.path("instances").path("ok").asInt()).isEqualTo(2);
    assertThat(detector.has("drift_ratio")).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "list_anomalies   | {\"detector\": \"db\"}     | detector: expected one of node, found 'db'",
        "list_anomalies   | {\"limit\": 0}             | limit: expected a whole number from 1 to 100, found '0'",
        "list_anomalies   | {\"limit\": {\"most\": 1}} | limit: expected a text, a number, true or false, found an object",
        "list_anomalies   | {\"host\": \"web-1\"}      | 'host': expected one of the parameters detector, limit, found an unknown name",
        "explain_instance | {}                         | instance: expected the name of an instance, found none",
        "explain_instance | {\"instance\": \"web-9\"}  | instance: expected the label instance of a known instance, as list_instances has it, found 'web-9'",
        "list_instances   | {\"state\": [\"broken\"]}  | state: expected one of ok, warming_up, insufficient_data, no_model, stale, failed, vanished, found 'broken'",
        "list_instances   | {\"match\": \"{\"}         | match: expected label matchers such as {job=\"node\", instance=~\"web-.*\"}, found '{'",
        "list_instances   | {\"anomalous\": \"maybe\"} | anomalous: expected true or false, found 'maybe'",
        "list_instances   | {\"cursor\": \"?\"}        | cursor: expected a next_cursor of an earlier response, found '?'",
        "detector_status  | {\"detector\": [\"a\", \"b\"]} | detector: expected one value, found 2 values",
        "compare_window   | {\"detector\": \"db\"}     | detector: expected one of node, found 'db'",
        "compare_window   | {\"start\": \"soon\"}      | start: expected a time such as 2026-03-02T12:00:00Z or Unix seconds, found 'soon'",
        "compare_window   | {\"match[]\": \"{}\"}      | 'match[]': expected one of the parameters baseline_end, baseline_start, detector, end, limit, match, start, found an unknown name",
      })
  void a_wrong_argument_is_an_error_of_the_tool(String tool, String arguments, String message)
      throws IOException {
    @SuppressWarnings("unchecked")
    Map<String, Object> given = JSON.readValue(arguments, Map.class);

    CallToolResult result = call(tool, given);

    assertThat(result.isError()).isTrue();
    assertThat(text(result)).isEqualTo(message);
  }

  @Test
  void a_comparison_is_that_of_the_api() throws IOException, InterruptedException {
    EXPORTER.rows = McpTest::rising;

    JsonNode found =
        found(
            "compare_window",
            Map.of("start", "2026-03-02T11:30:00Z", "match", "{instance=~\"web.*|new.*\"}"));

    assertThat(names(found.path("order"))).containsExactly("web-1:9100");
    HttpResponse<String> api =
        CLIENT.send(
            comparison("&match%5B%5D=%7Binstance%3D~%22web.*%7Cnew.*%22%7D"),
            BodyHandlers.ofString());
    assertThat(JSON.readTree(api.body()).path("data")).isEqualTo(found);
  }

  private static HttpRequest comparison(String more) {
    return HttpRequest.newBuilder(
            URI.create(
                "http://127.0.0.1:"
                    + server.port()
                    + "/api/v1/detectors/node/comparison?start=2026-03-02T11:30:00Z"
                    + more))
        .build();
  }

  /** The memory of one host is higher for ten minutes. */
  private static Frame rising(List<Labels> instances, TimeRange range) {
    List<float[]> tables = new ArrayList<>();
    for (Labels instance : instances) {
      float[] cells = new float[2 * range.points()];
      for (int row = 0; row < range.points(); row++) {
        boolean late = range.at(row).isAfter(KnownState.TIME.minusSeconds(600));
        cells[2 * row] = 0.5f;
        cells[2 * row + 1] = late && instance.equals(KnownState.ANOMALOUS) ? 2500 : 500;
      }
      tables.add(cells);
    }
    return new Frame(range, List.of("cpu", "memory"), instances, tables);
  }

  @Test
  void comparisons_of_tools_and_of_the_api_have_one_limit() throws InterruptedException {
    CountDownLatch over = new CountDownLatch(1);
    AtomicInteger begun = new AtomicInteger();
    EXPORTER.rows =
        (instances, range) -> {
          begun.incrementAndGet();
          over.await();
          return rising(instances, range);
        };
    List<CompletableFuture<HttpResponse<String>>> slow =
        IntStream.range(0, 2)
            .mapToObj(i -> CLIENT.sendAsync(comparison(""), BodyHandlers.ofString()))
            .toList();
    await().until(() -> begun.get() == 2);

    CallToolResult refused = call("compare_window", Map.of());
    over.countDown();

    assertThat(refused.isError()).isTrue();
    assertThat(text(refused))
        .isEqualTo("too many requests for past data at the same time; try again");
    slow.forEach(it -> assertThat(it.join().statusCode()).isEqualTo(200));
  }

  @Test
  void a_tool_whose_data_are_unavailable_says_why() {
    EXPORTER.rows =
        (instances, range) -> {
          throw new IllegalStateException("closed");
        };

    CallToolResult failed = call("compare_window", Map.of());

    assertThat(failed.isError()).isTrue();
    assertThat(text(failed)).isEqualTo("the configuration is being reloaded; try again");
  }

  @Test
  void backtests_are_listed_and_read() throws IOException {
    String id = EXPORTER.startBacktest().id();

    JsonNode listed = found("list_backtests", Map.of()).path("backtests");
    JsonNode one = found("get_backtest", Map.of("id", id));

    assertThat(listed.path(0).path("id").asText()).isEqualTo(id);
    assertThat(OpenApi.DOCUMENT.differences("Backtest", one)).isEmpty();
    assertThat(text(call("get_backtest", Map.of("id", "x"))))
        .isEqualTo("id: expected the id of a backtest, as list_backtests has it, found 'x'");
    assertThatThrownBy(() -> call("start_backtest", Map.of("detector", "node")))
        .as("neither a login nor --web.enable-lifecycle")
        .hasMessageContaining("tool");
  }

  @Test
  void with_the_flag_a_backtest_is_started_and_in_the_audit_log()
      throws IOException, ConfigException {
    PrometheusRegistry registry = new PrometheusRegistry();
    try (AuditLines audit = new AuditLines();
        WebServer open =
            new WebServer(
                new WebOptions("127.0.0.1", 0, true).withMcp(true),
                new SecurityFile(null, new SecureRandom(), InstantSource.system()),
                registry,
                new ExporterMetrics(registry),
                EXPORTER);
        McpSyncClient allowed = client(open, "")) {
      allowed.initialize();
      CallToolResult started =
          allowed.callTool(
              CallToolRequest.builder("start_backtest")
                  .arguments(Map.of("detector", "node", "false_alarms_per_day", 0.5))
                  .build());
      JsonNode run = JSON.readTree(text(started));
      assertThat(run.at("/changes/false_alarms_per_day").asDouble()).isEqualTo(0.5);
      assertThat(OpenApi.DOCUMENT.differences("Backtest", run)).isEmpty();
      CallToolResult refused =
          allowed.callTool(
              CallToolRequest.builder("start_backtest").arguments(Map.of("detector", "x")).build());
      assertThat(refused.isError()).isTrue();
      assertThat(text(refused)).startsWith("detector: expected a detector with source: prometheus");
      await().until(() -> audit.list().size() == 2);
      assertThat(audit.list()).allMatch(it -> it.contains("POST /mcp start_backtest"));
    }
  }

  @Test
  void an_unknown_tool_is_an_error() {
    assertThatThrownBy(() -> call("delete_instance", Map.of())).hasMessageContaining("tool");
  }

  private static HttpRequest.Builder post(WebServer server, String host, String body) {
    return HttpRequest.newBuilder(URI.create("http://" + host + ":" + server.port() + "/mcp"))
        .header("Content-Type", "application/json")
        .header("Accept", "application/json, text/event-stream")
        .POST(BodyPublishers.ofString(body));
  }

  private static int status(HttpRequest request) throws IOException, InterruptedException {
    return CLIENT.send(request, BodyHandlers.ofString()).statusCode();
  }

  /**
   * Returns the status of a request with this header {@code Host}, which the client sets itself.
   */
  private static String statusFor(WebServer server, String host) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
      socket
          .getOutputStream()
          .write(
              String.join(
                      "\r\n",
                      "POST /mcp HTTP/1.1",
                      "Host: " + host,
                      TYPE,
                      ACCEPT,
                      LENGTH,
                      "Connection: close",
                      "",
                      LIST)
                  .getBytes(UTF_8));
      String line =
          new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8)).readLine();
      return line.split(" ", -1)[1];
    }
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1:9877, 200",
    "10.1.2.3, 200",
    "[::1]:9877, 200",
    "localhost, 200",
    "LOCALHOST:1234, 200",
    "evil.example, 403",
    "localhost.evil.example:9877, 403",
    "127.0.0.1.evil.example, 403",
  })
  void a_name_that_another_host_may_have_given_is_refused(String host, String status)
      throws IOException {
    assertThat(statusFor(server, host)).isEqualTo(status);
  }

  @Test
  void a_request_of_a_web_page_of_another_host_is_refused()
      throws IOException, InterruptedException {
    HttpRequest.Builder request = post(server, "127.0.0.1", LIST);
    assertThat(status(request.build())).isEqualTo(200);
    for (String origin : List.of("http://evil.example", "null", "http://127.0.0.1:1")) {
      assertThat(status(request.copy().header("Origin", origin).build())).as(origin).isEqualTo(403);
    }
    String own = "http://127.0.0.1:" + server.port();
    assertThat(status(request.header("Origin", own).build())).isEqualTo(200);
  }

  /** A request of HTTP/2 has no header {@code Host}. */
  @Test
  void with_tls_any_host_is_possible_and_the_own_origin(@TempDir Path folder)
      throws IOException, InterruptedException, ConfigException {
    TestCertificate.FIRST.write(folder, "server");
    Path file =
        Files.writeString(
            folder.resolve("web.yml"),
            "tls_server_config: {cert_file: server.crt, key_file: server.key}");
    try (WebServer secured = serve(file, true)) {
      String origin = "https://localhost:" + secured.port();
      HttpClient http2 =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_2)
              .sslContext(ClientTls.context(null))
              .build();
      for (String from : List.of(origin, "https://evil.example")) {
        HttpResponse<String> response =
            http2.send(
                HttpRequest.newBuilder(URI.create(origin + "/mcp"))
                    .header("Content-Type", "application/json")
                    .header("Accept", "application/json, text/event-stream")
                    .header("Origin", from)
                    .POST(BodyPublishers.ofString(LIST))
                    .build(),
                BodyHandlers.ofString());
        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(response.statusCode()).as(from).isEqualTo(from.equals(origin) ? 200 : 403);
      }
    }
  }

  @Test
  void a_request_that_is_no_message_is_refused() throws IOException, InterruptedException {
    HttpResponse<String> refused =
        CLIENT.send(post(server, "127.0.0.1", "{").build(), BodyHandlers.ofString());
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(JSON.readTree(refused.body()).at("/error/message").asText()).contains("format");
    assertThat(refused.body()).as("no stack trace").doesNotContain("Servlet");
    assertThat(status(post(server, "127.0.0.1", "[]").build())).isEqualTo(400);
    HttpResponse<String> failed =
        CLIENT.send(post(server, "127.0.0.1", "null").build(), BodyHandlers.ofString());
    assertThat(failed.body()).contains("\"Internal error\"").doesNotContain("HashMap");
    byte[] large = " ".repeat(10_000).getBytes(UTF_8);
    HttpRequest.Builder request = post(server, "127.0.0.1", LIST);
    assertThat(status(request.POST(BodyPublishers.ofByteArray(large)).build())).isEqualTo(413);
    BodyPublisher ofUnknownSize =
        BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large));
    assertThat(status(request.POST(ofUnknownSize).build())).isEqualTo(413);
    HttpRequest withoutType =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/mcp"))
            .POST(BodyPublishers.ofString(LIST))
            .build();
    assertThat(status(withoutType)).isEqualTo(415);
    assertThat(status(HttpRequest.newBuilder(withoutType.uri()).build())).isEqualTo(405);
  }

  /** The rest of each message is missing. */
  @Test
  void clients_that_do_not_send_their_message_do_not_occupy_the_workers()
      throws IOException, InterruptedException {
    List<Socket> stalled = new ArrayList<>();
    try {
      for (int i = 0; i < 8; i++) {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        stalled.add(socket);
        String message =
            String.join(
                "\r\n", "POST /mcp HTTP/1.1", "Host: localhost", ACCEPT, TYPE, LENGTH, "", "{");
        socket.getOutputStream().write(message.getBytes(UTF_8));
      }
      HttpRequest scrape =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/metrics"))
              .build();
      assertThat(status(scrape)).isEqualTo(200);
      await()
          .untilAsserted(
              () -> assertThat(status(post(server, "127.0.0.1", LIST).build())).isEqualTo(503));
    } finally {
      for (Socket socket : stalled) {
        socket.close();
      }
    }
    await()
        .untilAsserted(
            () -> assertThat(status(post(server, "127.0.0.1", LIST).build())).isEqualTo(200));
  }

  @Test
  void it_is_off_by_default() throws IOException, InterruptedException, ConfigException {
    assertThat(new WebOptions("", 9877, true).mcp()).isFalse();
    try (WebServer without = serve(null, false)) {
      assertThat(status(post(without, "127.0.0.1", LIST).build())).isEqualTo(404);
    }
  }

  @Test
  void with_users_a_login_is_required_and_any_host_is_possible(@TempDir Path folder)
      throws IOException, InterruptedException, ConfigException {
    Path file =
        Files.writeString(
            folder.resolve("web.yml"), "basic_auth_users: {alice: " + SecuredServer.HASH + "}");
    try (WebServer secured = serve(file, true)) {
      assertThat(status(post(secured, "127.0.0.1", LIST).build())).isEqualTo(401);
      assertThat(statusFor(secured, "exporter.example")).isEqualTo("401");
      HttpRequest.Builder login =
          post(secured, "127.0.0.1", LIST)
              .header("Authorization", SecuredServer.basic("alice:" + SecuredServer.PASSWORD));
      HttpResponse<String> found = CLIENT.send(login.build(), BodyHandlers.ofString());
      assertThat(found.statusCode()).as(found.body()).isEqualTo(200);
      try (McpSyncClient alice = client(secured, "alice:" + SecuredServer.PASSWORD)) {
        alice.initialize();
        List<Tool> tools = alice.listTools().tools();
        assertThat(tools).hasSize(8);
        assertThat(tools)
            .filteredOn(it -> !it.annotations().readOnlyHint())
            .extracting(Tool::name)
            .containsExactly("start_backtest");
      }
    }
  }
}
