package io.github.anomalyexporter.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.run.KnownState;
import io.github.anomalyexporter.server.web.contract.DocumentedClient;
import io.github.anomalyexporter.server.yaml.ConfigException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The fleet at one look, by HTTP, at a fixed time. */
class FleetTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FLEET = "/api/v1/fleet";

  private final HttpClient client = new DocumentedClient(HttpClient.newHttpClient());
  private final ObedientExporter exporter = new ObedientExporter();
  @AutoClose private final WebServer server = exporter.serve(false);

  FleetTest() throws ConfigException {}

  private HttpResponse<String> response(String query) throws IOException, InterruptedException {
    URI address = URI.create("http://127.0.0.1:" + server.port() + FLEET + query);
    return client.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
  }

  private JsonNode get(String query) throws IOException, InterruptedException {
    HttpResponse<String> response = response(query);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return JSON.readTree(response.body()).path("data");
  }

  private void remember(Labels instance, int secondsAgo, double error) {
    exporter.state.recentScores().add(instance, KnownState.TIME.minusSeconds(secondsAgo), error, 2);
  }

  private static List<String> names(JsonNode fleet) {
    return StreamSupport.stream(fleet.path("instances").spliterator(), false)
        .map(it -> it.at("/labels/instance").asText())
        .toList();
  }

  @Test
  void the_most_urgent_instance_is_the_first_one() throws IOException, InterruptedException {
    JsonNode fleet = get("");

    assertThat(names(fleet))
        .containsExactly(
            name(KnownState.ANOMALOUS),
            name(KnownState.WITHOUT_DATA),
            name(KnownState.NEW),
            name(KnownState.ODD_NAME),
            name(KnownState.VANISHED));
    assertThat(fleet.path("total").asInt()).isEqualTo(5);
    assertThat(fleet.path("anomalous").asInt()).isEqualTo(1);
    assertThat(fleet.path("states"))
        .hasToString(
            "{\"ok\":2,\"warming_up\":1,\"insufficient_data\":1,\"no_model\":0,\"stale\":0,\"failed\":0,\"vanished\":1}");
    JsonNode first = fleet.at("/instances/0");
    assertThat(first.path("score").asDouble()).isEqualTo(2);
    assertThat(first.path("is_anomalous").asBoolean()).isTrue();
    assertThat(first.at("/feature/actual").isNumber()).isTrue();
    assertThat(fleet.at("/instances/1/score").isNull()).as("unknown").isTrue();
    assertThat(fleet.at("/instances/3/feature").isNull()).as("not anomalous").isTrue();
  }

  private static String name(Labels instance) {
    return instance.get("instance");
  }

  @Test
  void scores_are_the_largest_of_each_step_and_null_where_unknown()
      throws IOException, InterruptedException {
    remember(KnownState.ANOMALOUS, 660, 1);
    remember(KnownState.ANOMALOUS, 30, 2.00000001);
    remember(KnownState.ANOMALOUS, 0, 1.3333333);

    JsonNode fleet = get("?start=2026-03-02T11:46:00Z&end=2026-03-02T11:59:10Z");

    assertThat(fleet.path("start").asText()).isEqualTo("2026-03-02T11:50:00Z");
    assertThat(fleet.path("end").asText()).isEqualTo("2026-03-02T12:00:00Z");
    assertThat(fleet.path("step").asText()).isEqualTo("PT5M");
    assertThat(fleet.path("scores_since").asText()).isEqualTo("2026-03-02T11:49:00Z");
    assertThat(fleet.at("/instances/0/scores")).hasToString("[0.5,null,1.001]");
    assertThat(fleet.at("/instances/1/scores")).hasToString("[null,null,null]");
  }

  @Test
  void without_scores_in_memory_all_are_unknown() throws IOException, InterruptedException {
    JsonNode fleet = get("?step=1h");

    assertThat(fleet.path("scores_since").isNull()).isTrue();
    assertThat(Duration.parse(fleet.path("step").asText())).isEqualTo(Duration.ofHours(1));
    assertThat(fleet.at("/instances/0/scores")).hasToString("[null,null,null,null,null,null,null]");
  }

  @ParameterizedTest
  @CsvSource({
    "state=ok, 2",
    "anomalous=true, 1",
    "match[]={instance=~\"web.*\"}, 1",
    "instance=web-1:9100&job=node&detector=node, 1",
    "detector=other, 0",
  })
  void instances_are_filtered(String query, int count) throws IOException, InterruptedException {
    JsonNode fleet = get("?" + query.replace("{", "%7B").replace("}", "%7D").replace("\"", "%22"));

    assertThat(fleet.path("total").asInt()).isEqualTo(count);
    assertThat(fleet.path("instances")).hasSize(count);
  }

  @Test
  void a_part_is_read_by_its_place() throws IOException, InterruptedException {
    List<String> all = names(get("?sort=name"));

    assertThat(all).hasSize(5).isSorted();
    assertThat(names(get("?sort=name&offset=0&limit=2"))).isEqualTo(all.subList(0, 2));
    assertThat(names(get("?sort=name&offset=2&limit=2"))).isEqualTo(all.subList(2, 4));
    assertThat(names(get("?sort=name&offset=5"))).isEmpty();
    assertThat(get("?offset=4&limit=1").path("total").asInt()).isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sort=score | sort: expected urgency or name, found 'score'",
        "offset=-1 | offset: expected a whole number from 0 to 10000000, found '-1'",
        "limit=501 | limit: expected a whole number from 1 to 500, found '501'",
        "step=0s | step: expected a duration such as 5m, found '0s'",
        "step=1s | step: expected at most 500 points between start and end, found 1s, 21601 points",
        "start=2026-03-02T13:00:00Z | start: expected a time before end, 2026-03-02T12:00:00Z, found 2026-03-02T13:00:00Z",
      })
  void a_wrong_parameter_is_named(String query, String error)
      throws IOException, InterruptedException {
    HttpResponse<String> response = response("?" + query);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(JSON.readTree(response.body()).path("error").asText()).isEqualTo(error);
  }
}
