package io.github.anomalyexporter.testing.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.anomalyexporter.testing.exposition.NodeExporterPage;
import io.github.anomalyexporter.testing.fleet.SimulatedFleet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FleetServerTest {
  private static final Instant BOOT = Instant.parse("2026-03-02T00:00:00Z");
  private static final SimulatedFleet FLEET = SimulatedFleet.of(List.of("web-1", "web-2"), BOOT, 1);

  private final HttpClient client = HttpClient.newHttpClient();
  private volatile Instant now = BOOT.plusSeconds(600);
  private FleetServer server;

  @BeforeEach
  void start() throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    server = FleetServer.start(address, FLEET, Map.of("cluster", "a"), () -> now, 2);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void a_host_serves_its_page_of_the_present() throws Exception {
    HttpResponse<String> response = send("GET", "/hosts/web-1/metrics");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type"))
        .contains("text/plain; version=0.0.4; charset=utf-8");
    byte[] page = NodeExporterPage.render(FLEET.host("web-1").at(now));
    assertThat(response.body()).isEqualTo(new String(page, StandardCharsets.UTF_8));
  }

  @Test
  void service_discovery_names_each_host_as_an_instance() throws Exception {
    HttpResponse<String> response = send("GET", "/targets");
    String authority = server.uri().getAuthority();
    assertThat(response.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/json");
    assertThat(response.body())
        .isEqualTo(
            "[{\"targets\":[\"%1$s\"],\"labels\":{\"cluster\":\"a\",\"__metrics_path__\":\"/hosts/web-1/metrics\",\"instance\":\"web-1:9100\"}},{\"targets\":[\"%1$s\"],\"labels\":{\"cluster\":\"a\",\"__metrics_path__\":\"/hosts/web-2/metrics\",\"instance\":\"web-2:9100\"}}]%n"
                .formatted(authority));
  }

  @Test
  void hosts_are_listed() throws Exception {
    assertThat(send("GET", "/hosts").body())
        .startsWith(
            "[{\"name\":\"web-1\",\"instance\":\"web-1:9100\",\"role\":\"web\",\"cores\":2,");
  }

  @Test
  void an_incident_begins_and_ends_by_itself() throws Exception {
    HttpResponse<String> begun = send("POST", "/incidents?kind=cpu-hog&host=web-2&duration=10m");
    assertThat(begun.statusCode()).isEqualTo(201);
    assertThat(begun.body())
        .startsWith(
            "{\"kind\":\"cpu-hog\",\"host\":\"web-2\",\"start\":\"2026-03-02T00:10:00Z\",\"end\":\"2026-03-02T00:20:00Z\",\"active\":true,\"leading_features\":[\"cpu_used\",");
    now = BOOT.plusSeconds(900);
    assertThat(load("web-2")).isGreaterThan(4);
    assertThat(load("web-1")).isLessThan(4);
    now = BOOT.plusSeconds(1800);
    assertThat(load("web-2")).isLessThan(4);
    assertThat(send("GET", "/incidents").body()).contains("\"active\":false");
  }

  @Test
  void a_vanished_host_cuts_the_connection_until_the_incident_is_ended() throws Exception {
    send("POST", "/incidents?kind=vanish&host=web-2");
    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> send("GET", "/hosts/web-2/metrics"));
    assertThat(send("GET", "/hosts/web-1/metrics").statusCode()).isEqualTo(200);
    now = now.plusSeconds(60);
    assertThat(send("DELETE", "/incidents?host=web-2").body()).contains("\"active\":false");
    assertThat(send("GET", "/hosts/web-2/metrics").statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "POST | /incidents | 400 | parameter \"kind\" is missing: expected one of cpu-hog, memory-leak, disk-saturation, network-flood, correlation-break, flatline, vanish",
        "POST | /incidents?kind=fire&host=web-1 | 400 | unknown incident kind \"fire\", known are cpu-hog, memory-leak, disk-saturation, network-flood, correlation-break, flatline, vanish",
        "POST | /incidents?kind=vanish | 400 | parameter \"host\" is missing: expected one of web-1, web-2",
        "POST | /incidents?kind=vanish&host=db-1 | 400 | unknown host \"db-1\", known are web-1, web-2",
        "POST | /incidents?kind=vanish&host=web-1&duration=soon | 400 | duration \"soon\": expected a positive one such as 20s, 10m or 1h30m",
        "POST | /incidents?kind=vanish&host=web-1&for=10m | 400 | unknown parameter \"for\", known are duration, host, kind",
        "DELETE | /incidents | 400 | parameter \"host\" is missing: expected one of web-1, web-2",
        "DELETE | /incidents?host=db-1 | 400 | unknown host \"db-1\", known are web-1, web-2",
        "PUT | /incidents | 405 | wrong method; allowed: GET, POST, DELETE",
        "POST | /hosts/web-1/metrics | 405 | wrong method; allowed: GET",
        "GET | /hosts/db-1/metrics | 404 | unknown host \"db-1\", known are web-1, web-2",
        "GET | /hosts/metrics | 404 | unknown host \"\", known are web-1, web-2",
        "GET | / | 404 | no such path; there are /hosts, /hosts/NAME/metrics, /targets and /incidents"
      })
  void a_wrong_request_is_answered_with_the_expected_one(
      String method, String path, int status, String body) throws Exception {
    HttpResponse<String> response = send(method, path);
    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.body()).isEqualTo(body + "\n");
    assertThat(send("GET", "/incidents").body()).isEqualTo("[]\n");
  }

  private double load(String host) throws Exception {
    return send("GET", "/hosts/" + host + "/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith("node_load1 "))
        .mapToDouble(line -> Double.parseDouble(line.substring("node_load1 ".length())))
        .sum();
  }

  private HttpResponse<String> send(String method, String path)
      throws IOException, InterruptedException {
    URI uri = URI.create(server.uri() + path);
    HttpRequest request =
        HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody()).build();
    return client.send(request, BodyHandlers.ofString());
  }
}
