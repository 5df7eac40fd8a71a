package io.github.anomalyexporter.testing.watch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.ZoneOffset.UTC;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.anomalyexporter.testing.http.Json;
import io.github.anomalyexporter.testing.telegram.PhoneLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoreWatchTest {
  private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), UTC);

  /** Elements of the vectors that a query answers with, by its expression. */
  private final Map<String, List<Object>> vectors = new ConcurrentHashMap<>();

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  @TempDir private Path directory;
  private Path log;
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    log = directory.resolve("phone.log");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/api/v1/query",
        exchange -> {
          String expression = exchange.getRequestURI().getQuery().substring("query=".length());
          List<Object> elements = vectors.getOrDefault(expression.replace('+', ' '), List.of());
          Map<String, Object> answer =
              Map.of(
                  "status", "success", "data", Map.of("resultType", "vector", "result", elements));
          byte[] body = Json.write(answer).getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void a_log_gets_a_line_with_all_instances() throws InterruptedException {
    serveAnAnomaly();

    watch(false).update();

    assertThat(out.toString(UTF_8))
        .isEqualToNormalizingNewlines(
            "12:00:00 db-1:9100 no_model - | web-2:9100 ok 4.50:"
                + " cpu_used 98% (expected 34%), network_received 1.0 MB/s (expected unknown)\n");
  }

  @Test
  void a_terminal_gets_a_table_that_is_redrawn() throws InterruptedException {
    ScoreWatch watch = watch(true);
    watch.update();
    serveAnAnomaly();
    watch.update();

    assertThat(out.toString(UTF_8))
        .isEqualToNormalizingNewlines(
            """
            12:00:00
            waiting for the exporter's first run, for 0 s
            \u001b[2A\u001b[J12:00:00
              INSTANCE                 STATE                 SCORE
              db-1:9100                no_model                  -
            \u001b[1;31m  web-2:9100               ok                     4.50  anomalous\u001b[0m
                   60%  cpu_used 98% (expected 34%)
                   30%  network_received 1.0 MB/s (expected unknown)
            """);
  }

  @Test
  void a_suppressed_instance_is_printed_as_suppressed() throws InterruptedException {
    serveAnAnomaly();
    vectors.put(
        "anomaly_instance_suppressed == 1",
        List.of(element(Map.of("instance", "web-2:9100", "reason", "silence"), "1")));

    watch(true).update();
    watch(false).update();

    assertThat(out.toString(UTF_8))
        .contains("4.50  anomalous (silence)\u001b")
        .contains("web-2:9100 ok 4.50 (silence): cpu_used");
  }

  @Test
  void features_held_from_an_anomaly_that_is_over_are_not_shown() throws InterruptedException {
    serveAnAnomaly();
    vectors.put("anomaly_score", List.of(element(Map.of("instance", "web-2:9100"), "0.4")));

    watch(false).update();

    assertThat(out.toString(UTF_8))
        .isEqualToNormalizingNewlines("12:00:00 db-1:9100 no_model - | web-2:9100 ok 0.40\n");
  }

  @Test
  void a_prometheus_that_is_down_is_printed_as_down() throws InterruptedException {
    server.stop(0);

    watch(false).update();

    assertThat(out.toString(UTF_8)).startsWith("12:00:00 Prometheus does not answer: ");
  }

  @Test
  void a_log_gets_each_message_once_when_it_is_whole() throws Exception {
    serveAnAnomaly();
    ScoreWatch watch = watch(false);
    Files.writeString(log, "receiving messages\n┌─ Telegram 12:00:00, chat 1\n");
    watch.update();
    assertThat(out.toString(UTF_8)).startsWith("12:00:00 ");
    out.reset();

    Files.writeString(log, "│ 🔴 \u001b[1mweb-2\u001b[22m\n└─\n", StandardOpenOption.APPEND);
    watch.update();
    watch.update();

    assertThat(out.toString(UTF_8))
        .startsWith("┌─ Telegram 12:00:00, chat 1\n│ 🔴 web-2\n└─\n12:00:00 ")
        .containsOnlyOnce("🔴");
  }

  @Test
  void a_terminal_gets_the_phone_below_the_table() throws Exception {
    serveAnAnomaly();
    Files.writeString(log, "┌─ Telegram 12:00:00, chat 1\n│ 🔴 \u001b[1mweb-2\u001b[22m\n└─\n");

    watch(true).update();

    assertThat(out.toString(UTF_8))
        .endsWith(
            "(expected unknown)\n┌─ Telegram 12:00:00, chat 1\n│ 🔴 \u001b[1mweb-2\u001b[22m\n└─\n");
  }

  private ScoreWatch watch(boolean terminal) {
    URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    PrintStream stream = new PrintStream(out, true, UTF_8);
    Display display =
        terminal ? new TableDisplay(stream, () -> TerminalSize.USUAL) : new LineDisplay(stream);
    return new ScoreWatch(url, PhoneLog.of(log), display, CLOCK);
  }

  private void serveAnAnomaly() {
    vectors.put(
        "anomaly_instance_state == 1",
        List.of(
            element(Map.of("instance", "web-2:9100", "state", "ok"), "1"),
            element(Map.of("instance", "db-1:9100", "state", "no_model"), "1")));
    vectors.put("anomaly_score", List.of(element(Map.of("instance", "web-2:9100"), "4.5")));
    vectors.put(
        "anomaly_feature_contribution_ratio",
        List.of(feature("network_received", "", "0.3"), feature("cpu_used", "", "0.6")));
    vectors.put(
        "anomaly_feature_value",
        List.of(
            feature("cpu_used", "ratio", "0.98"), feature("network_received", "bytes/s", "1e6")));
    vectors.put("anomaly_feature_expected", List.of(feature("cpu_used", "ratio", "0.34")));
  }

  private static Object feature(String name, String unit, String value) {
    return element(Map.of("instance", "web-2:9100", "feature", name, "unit", unit), value);
  }

  private static Object element(Map<String, String> labels, String value) {
    return Map.of("metric", labels, "value", List.of(1795251600, value));
  }
}
