package io.github.anomalyexporter.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.detector.KnownInstance;
import io.github.anomalyexporter.core.score.ThresholdRaise;
import io.github.anomalyexporter.core.score.ThresholdRaise.Anomaly;
import io.github.anomalyexporter.core.score.ThresholdRaise.Level;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.SmallDetector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownInstancesTest {
  @TempDir Path storage;
  private ModelStore store;

  @BeforeEach
  void prepare() {
    store = new ModelStore(storage, "node", 5, SmallDetector.config().type());
    store.prepare();
  }

  @Test
  void instances_come_back_as_they_were() {
    Instant seen = Instant.parse("2026-03-02T12:00:00.250Z");
    Map<Labels, KnownInstance> known =
        Map.of(
            Labels.of("instance", "web-1:9100", "job", "node"),
            new KnownInstance(seen, ThresholdRaise.NONE),
            Labels.of("instance", "a \"quoted\"\nname \uD83D\uDE80", "job", "node"),
            new KnownInstance(
                seen,
                new ThresholdRaise(
                    2.6,
                    seen,
                    new Anomaly(seen.minusSeconds(600), seen, 4.5, 4),
                    new Level(seen.minusSeconds(86_400), seen))));

    store.writeKnownInstances(known);

    assertThat(store.readKnownInstances()).isEqualTo(known);
  }

  @Test
  void half_a_surrogate_pair_becomes_the_replacement_character() throws IOException {
    Files.writeString(
        storage.resolve("node/instances.json"),
        "[{\"labels\":{\"instance\":\"a\\ud800\"},\"seen_at\":\"2026-03-02T12:00:00Z\"}]");

    assertThat(store.readKnownInstances()).containsOnlyKeys(Labels.of("instance", "a\ufffd"));
  }

  @Test
  void a_run_and_a_request_may_write_at_the_same_time() {
    Map<Labels, KnownInstance> known =
        Map.of(
            Labels.of("instance", "web-1:9100"),
            new KnownInstance(Instant.EPOCH, ThresholdRaise.NONE));

    IntStream.range(0, 200).parallel().forEach(i -> store.writeKnownInstances(known));

    assertThat(store.readKnownInstances()).isEqualTo(known);
  }

  @Test
  void without_a_file_no_instance_is_known() {
    assertThat(store.readKnownInstances()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[{\"labels\":{\"instance\":\"web",
        "null",
        "[null]",
        "{}",
        "[{}]",
        "[{\"labels\":null,\"seen_at\":\"2026-03-02T12:00:00Z\"}]",
        "[{\"labels\":{\"instance\":\"web-1\"},\"seen_at\":\"yesterday\"}]",
        "[{\"labels\":{\"instance\":null},\"seen_at\":\"2026-03-02T12:00:00Z\"}]",
        "[{\"labels\":{\"instance\":\"a\"},\"seen_at\":\"+1000000000-01-01T00:00:00Z\"}]",
        "[{\"labels\":{\"instance\":\"a\"},\"seen_at\":31556889864403199}]",
        "[{\"labels\":{\"instance\":\"a\"},\"seen_at\":\"2026-03-02T12:00:00Z\",\"threshold_raise\":{\"base\":0,\"at\":\"2026-03-02T12:00:00Z\"}}]",
        "[{\"labels\":{\"instance\":\"a\",\"instance\":\"b\"},\"seen_at\":\"2026-03-02T12:00:00Z\"}]"
      })
  void a_damaged_file_has_no_instance(String content) throws IOException {
    Files.writeString(storage.resolve("node/instances.json"), content);

    assertThat(store.readKnownInstances()).isEmpty();
  }
}
