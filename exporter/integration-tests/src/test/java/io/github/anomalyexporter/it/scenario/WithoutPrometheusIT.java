package io.github.anomalyexporter.it.scenario;

import static io.github.anomalyexporter.it.support.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.anomalyexporter.it.support.ExporterProcess;
import io.github.anomalyexporter.it.support.Http;
import io.github.anomalyexporter.it.support.Ports;
import io.github.anomalyexporter.it.support.Tools;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * The packed distribution without a Prometheus: samples that are posted, and the machine itself.
 */
class WithoutPrometheusIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String PUMPS =
      """
      detectors:
        - name: pumps
          source: push
          features:
            - {name: flow, unit: l/s, min: 0}
            - {name: load, unit: ratio}
          history: 4h
          min_history: 2h
          query_offset: 0s
          model: {layers: [3, 2, 3], epochs: 5}
      """;

  private final Path directory = Tools.workspace(WithoutPrometheusIT.class);

  /** A sample a minute of two pumps, up to a time. */
  private static String rows(Instant end, int minutes) {
    StringBuilder text = new StringBuilder("time,instance,flow,load\n");
    for (int minute = 1 - minutes; minute <= 0; minute++) {
      Instant time = end.plus(Duration.ofMinutes(minute));
      double phase = time.getEpochSecond() / 600.0;
      for (String pump : List.of("p1", "p2")) {
        double load = 0.5 + 0.3 * Math.sin(phase) + 0.02 * Math.sin(31 * phase + pump.hashCode());
        text.append(
            String.format(
                Locale.ROOT, "%s,%s,%.4f,%.4f%n", time, pump, 20 * load + Math.cos(phase), load));
      }
    }
    return text.toString();
  }

  private static JsonNode post(ExporterProcess exporter, String route, String rows)
      throws IOException {
    Http.Answer answer = exporter.post("/api/v1/detectors/pumps/" + route, "text/csv", rows);
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    return JSON.readTree(answer.body()).path("data");
  }

  @Test
  void posted_samples_survive_a_kill_and_are_trained_on_and_scored() throws IOException {
    Path pumps = directory.resolve("pumps");
    int port = Ports.free();
    Instant now = Instant.now();
    try (ExporterProcess first = ExporterProcess.start(pumps, port, PUMPS)) {
      assertThat(post(first, "samples", rows(now, 180)).path("added").asInt()).isEqualTo(360);
      first.process().signal("KILL");
      first.process().awaitExit();
    }

    try (ExporterProcess second = ExporterProcess.start(pumps, port, PUMPS)) {
      JsonNode again = post(second, "samples", rows(now, 180));
      assertThat(again.path("duplicates").asInt()).as("what was acknowledged").isEqualTo(360);
      // Trained at the start, on the stored samples; scored while there are current ones.
      await("both pumps have a score")
          .whileAlive(second.process())
          .until(
              () -> {
                post(second, "samples", rows(Instant.now(), 1));
                return second.hasScore("p1") && second.hasScore("p2");
              });
      assertThat(
              second.metrics().find("anomaly_score", Map.of("detector", "pumps", "instance", "p1")))
          .as("exposed as any other")
          .isPresent();
      JsonNode scored = post(second, "score", rows(now, 100).replace(",p1,", ",new,"));
      assertThat(scored.path("scored")).hasSize(2);
      assertThat(scored.path("scored").path(0).path("score").isNumber()).isTrue();
    }
  }

  @Test
  void the_machine_is_shown_at_once_without_a_configuration() throws IOException {
    try (ExporterProcess exporter =
        ExporterProcess.startLocal(directory.resolve("machine"), Ports.free())) {
      JsonNode machine =
          exporter.awaitDocument(
              "/api/v1/instances", it -> it.path("data").path(0).path("features").size() > 10);

      JsonNode shown = machine.path("data").path(0);
      assertThat(shown.path("labels").path("job").asText()).isEqualTo("local");
      assertThat(shown.path("state").asText()).isEqualTo("no_model");
      assertThat(shown.path("score").isNull()).as("unknown is not normal").isTrue();
      assertThat(shown.path("reason").asText())
          .isEqualTo("no model yet: the first is trained when an instance has 6h of history");
      assertThat(feature(shown, "memory_used").path("actual").asDouble()).isBetween(0.001, 1.0);
      assertThat(exporter.log()).noneMatch(line -> line.contains("prometheus"));
    }
  }

  private static JsonNode feature(JsonNode instance, String name) {
    for (JsonNode feature : instance.path("features")) {
      if (feature.path("feature").asText().equals(name)) {
        return feature;
      }
    }
    throw new AssertionError("no feature " + name + " in " + instance);
  }
}
