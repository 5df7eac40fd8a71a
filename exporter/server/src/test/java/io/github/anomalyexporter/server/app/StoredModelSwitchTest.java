package io.github.anomalyexporter.server.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.server.SmallDetector;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.files.DurableFiles;
import io.github.anomalyexporter.server.run.DetectorState;
import io.github.anomalyexporter.server.store.Manifest;
import io.github.anomalyexporter.server.store.ModelStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that another process stores and withdraws while this one scores. */
class StoredModelSwitchTest {
  private static final DetectorConfig CONFIG = SmallDetector.config();
  private static TrainedDetector trained;

  @TempDir Path storage;
  private final DetectorState state = new DetectorState(CONFIG);
  private ModelStore other;
  private StoredModelSwitch models;

  @BeforeAll
  static void train() {
    trained = SmallDetector.train(CONFIG);
  }

  @BeforeEach
  void start() {
    other = store();
    other.prepare();
    models = new StoredModelSwitch(state, store());
  }

  @AfterEach
  void close() {
    state.close();
  }

  private ModelStore store() {
    return new ModelStore(storage, "node", 5, CONFIG.type());
  }

  private String save(int minute) {
    Instant time = SmallDetector.NOW.plusSeconds(60L * minute);
    return other.save(trained, SmallDetector.provenance(CONFIG, time), Map.of()).version();
  }

  private String active() {
    return state.model().manifest().map(Manifest::version).orElse("none");
  }

  private void look() {
    models.run(SmallDetector.NOW);
  }

  @Test
  void a_version_stored_later_becomes_active() {
    models.restore(TrainingMode.OFF);
    assertThat(active()).isEqualTo("none");

    String first = save(0);
    look();
    assertThat(active()).isEqualTo(first);

    String second = save(1);
    look();
    assertThat(active()).isEqualTo(second);
  }

  @Test
  void a_damaged_version_leaves_the_model_active_until_a_whole_one_is_stored() throws IOException {
    String first = save(0);
    models.restore(TrainingMode.OFF);
    Path damaged = storage.resolve("node").resolve(save(1));
    Files.writeString(damaged.resolve("scalers.json"), "[]");

    look();
    assertThat(active()).isEqualTo(first);

    String third = save(2);
    look();
    assertThat(active()).isEqualTo(third);
  }

  @Test
  void a_withdrawn_version_is_replaced_by_the_one_before() {
    String first = save(0);
    String second = save(1);
    models.restore(TrainingMode.OFF);
    assertThat(active()).isEqualTo(second);

    other.rollback(SmallDetector.schema(CONFIG), null, null);
    look();

    assertThat(active()).isEqualTo(first);
  }

  @Test
  void the_model_stays_active_while_the_storage_cannot_be_read() throws IOException {
    String first = save(0);
    models.restore(TrainingMode.OFF);
    Path directory = storage.resolve("node");
    Path aside = storage.resolve("aside");
    Files.move(directory, aside);
    Files.writeString(directory, "no directory");

    look();
    assertThat(active()).isEqualTo(first);

    Files.delete(directory);
    Files.move(aside, directory);
    String second = save(1);
    look();
    assertThat(active()).isEqualTo(second);
  }

  @Test
  void the_model_stays_active_when_all_versions_are_removed() throws IOException {
    String first = save(0);
    models.restore(TrainingMode.OFF);
    DurableFiles.delete(storage.resolve("node").resolve(first));

    look();

    assertThat(active()).isEqualTo(first);
  }
}
