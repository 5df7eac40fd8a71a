package io.github.anomalyexporter.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.anomalyexporter.core.detector.Detector;
import io.github.anomalyexporter.core.detector.Scores;
import io.github.anomalyexporter.core.model.AutoencoderFormat;
import io.github.anomalyexporter.core.model.Weights;
import io.github.anomalyexporter.server.SmallDetector;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.store.ModelStore.Rollback;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** With models of the real TensorFlow. */
class ModelStoreTest {
  private static final DetectorConfig CONFIG = SmallDetector.config();
  private static final Instant TIME = Instant.parse("2026-03-02T12:00:00Z");
  private static Detector detector;

  @TempDir Path storage;

  /** A format that fails to write. */
  private record FullDisk(RuntimeException fault) implements AutoencoderFormat {
    @Override
    public void save(Weights unsaved, Path directory) throws IOException {
      Files.writeString(directory.resolve("saved_model.pb"), "half of it");
      if (fault instanceof IllegalStateException) {
        throw fault;
      }
      throw new IOException("No space left on device");
    }
  }

  @BeforeAll
  static void train() {
    detector = SmallDetector.open(CONFIG, SmallDetector.train(CONFIG));
  }

  @AfterAll
  static void close() {
    detector.close();
  }

  private ModelStore store(int keep) {
    return new ModelStore(storage, "node", keep, CONFIG.type());
  }

  private static String save(ModelStore store, Instant createdAt) {
    return store
        .save(detector.trained(), SmallDetector.provenance(CONFIG, createdAt), Map.of())
        .version();
  }

  private static List<String> versions(ModelStore store) {
    return store.list((path, reason) -> {}).stream().map(it -> it.manifest().version()).toList();
  }

  @Test
  void a_model_scores_the_same_after_it_was_saved_and_loaded() {
    ModelStore store = store(5);
    Manifest saved =
        store.save(detector.trained(), SmallDetector.provenance(CONFIG, TIME), Map.of());

    LoadedModel loaded =
        store.load(SmallDetector.schema(CONFIG), ModelStoreTest::failIfRefused).orElseThrow();

    assertThat(loaded.manifest()).isEqualTo(saved);
    Scores before = detector.score(SmallDetector.window(CONFIG));
    Scores after = score(SmallDetector.open(CONFIG, loaded.trained()));
    for (int i = 0; i < before.instances().size(); i++) {
      assertThat(after.score(i)).isEqualTo(before.score(i)).isPositive();
      assertThat(after.typicalError(i)).isEqualTo(before.typicalError(i));
      for (int input = 0; input < CONFIG.features().size(); input++) {
        assertThat(after.share(i, input)).isEqualTo(before.share(i, input));
        assertThat(after.expected(i, input)).isEqualTo(before.expected(i, input));
      }
    }
  }

  private static Scores score(Detector detector) {
    try (detector) {
      return detector.score(SmallDetector.window(CONFIG));
    }
  }

  private static void failIfRefused(Path path, String reason) {
    throw new AssertionError(path + " refused: " + reason);
  }

  @Test
  void a_version_is_named_by_its_time_and_those_of_one_second_by_a_number_too() {
    ModelStore store = store(5);

    assertThat(save(store, TIME)).isEqualTo("20260302T120000Z");
    assertThat(save(store, TIME)).isEqualTo("20260302T120000Z-2");
    assertThat(versions(store)).containsExactly("20260302T120000Z-2", "20260302T120000Z");
  }

  @Test
  void after_the_clock_was_set_back_the_last_one_saved_is_the_newest_all_the_same() {
    ModelStore store = store(2);
    save(store, TIME);
    save(store, TIME);

    Instant aYearBefore = TIME.minus(Duration.ofDays(365));
    assertThat(save(store, aYearBefore)).isEqualTo("20260302T120001Z");
    assertThat(versions(store)).containsExactly("20260302T120001Z", "20260302T120000Z-2");
  }

  @Test
  void the_newest_versions_are_kept() {
    ModelStore store = store(2);
    for (int hour = 0; hour < 4; hour++) {
      save(store, TIME.plus(Duration.ofHours(hour)));
    }

    assertThat(versions(store)).containsExactly("20260302T150000Z", "20260302T140000Z");
    assertThat(storage.resolve("node")).isDirectoryNotContaining("glob:.*");
  }

  @Test
  void what_is_no_version_is_neither_counted_nor_removed() throws IOException {
    Path foreign = Files.createDirectories(storage.resolve("node/0-my-backup"));
    Path newer = Files.createDirectories(storage.resolve("node/lost+found"));
    ModelStore store = store(1);
    save(store, TIME);
    save(store, TIME.plusSeconds(60));

    assertThat(foreign).exists();
    assertThat(newer).exists();
    assertThat(versions(store)).containsExactly("20260302T120100Z");
  }

  @Test
  void a_rollback_lets_the_version_before_serve() {
    ModelStore store = store(5);
    save(store, TIME);
    save(store, TIME.plusSeconds(60));

    Rollback rollback = store.rollback(SmallDetector.schema(CONFIG), null, null);

    assertThat(rollback.withdrawn()).isEqualTo("20260302T120100Z");
    assertThat(rollback.serving().manifest().version()).isEqualTo("20260302T120000Z");
    assertThat(serving(store)).isEqualTo("20260302T120000Z");
    assertThat(store.list(ModelStoreTest::failIfRefused))
        .extracting(StoredModel::withdrawn)
        .containsExactly(true, false);
  }

  private static String serving(ModelStore store) {
    return store
        .load(SmallDetector.schema(CONFIG), ModelStoreTest::failIfRefused)
        .orElseThrow()
        .manifest()
        .version();
  }

  @Test
  void a_rollback_needs_a_version_before() {
    ModelStore store = store(5);
    save(store, TIME);

    assertThatThrownBy(() -> store.rollback(SmallDetector.schema(CONFIG), null, null))
        .isInstanceOf(ModelStoreException.class)
        .hasMessage(
            storage.resolve("node")
                + ": expected a model older than the active model, found 1 usable models;"
                + " see: anomaly-exporter models list");
    assertThat(serving(store)).isEqualTo("20260302T120000Z");
  }

  @Test
  void a_rollback_to_a_version_withdraws_all_after_it() {
    ModelStore store = store(5);
    for (int minute = 0; minute < 4; minute++) {
      save(store, TIME.plusSeconds(60L * minute));
    }

    Rollback rollback =
        store.rollback(SmallDetector.schema(CONFIG), "20260302T120300Z", "20260302T120100Z");

    assertThat(rollback.withdrawn()).isEqualTo("20260302T120300Z");
    assertThat(rollback.serving().manifest().version()).isEqualTo("20260302T120100Z");
    assertThat(serving(store)).isEqualTo("20260302T120100Z");
    assertThat(store.list(ModelStoreTest::failIfRefused))
        .extracting(StoredModel::withdrawn)
        .containsExactly(true, true, false, false);
  }

  /** The active model may be one that was withdrawn by the command since. */
  @Test
  void a_rollback_begins_at_the_active_version() {
    ModelStore store = store(5);
    for (int minute = 0; minute < 3; minute++) {
      save(store, TIME.plusSeconds(60L * minute));
    }
    store.rollback(SmallDetector.schema(CONFIG), null, null);

    Rollback rollback = store.rollback(SmallDetector.schema(CONFIG), "20260302T120200Z", null);

    assertThat(rollback.withdrawn()).isEqualTo("20260302T120200Z");
    assertThat(serving(store)).isEqualTo("20260302T120100Z");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "20260302T120200Z | version 20260302T120200Z is already active",
        "20260302T120400Z | expected a version older than the active 20260302T120200Z, found 20260302T120400Z",
        "20260302T120000Z | version 20260302T120000Z cannot become active: .*scalers.json.*",
        "20260302T120300Z | expected a version older than the active 20260302T120200Z, found 20260302T120300Z",
        "20260301T120000Z | no such version: 20260301T120000Z",
        "../node          | no such version: ../node",
      })
  void a_rollback_that_is_not_possible_changes_nothing(String wanted, String reason)
      throws IOException {
    ModelStore store = store(5);
    for (int minute = 0; minute < 5; minute++) {
      save(store, TIME.plusSeconds(60L * minute));
    }
    Files.writeString(storage.resolve("node/20260302T120000Z/scalers.json"), "[]");

    assertThatThrownBy(
            () -> store.rollback(SmallDetector.schema(CONFIG), "20260302T120200Z", wanted))
        .isInstanceOfSatisfying(
            RollbackRefusedException.class,
            e -> {
              assertThat(e.reason()).matches(reason);
              assertThat(e.isUnknownVersion()).isEqualTo(reason.startsWith("no such"));
            });
    assertThat(store.list(ModelStoreTest::failIfRefused))
        .extracting(StoredModel::withdrawn)
        .containsOnly(false);
  }

  @Test
  void a_withdrawn_version_is_not_rolled_back_to() {
    ModelStore store = store(5);
    for (int minute = 0; minute < 3; minute++) {
      save(store, TIME.plusSeconds(60L * minute));
    }
    store.rollback(SmallDetector.schema(CONFIG), null, null);
    save(store, TIME.plusSeconds(180));

    assertThatThrownBy(() -> store.rollback(SmallDetector.schema(CONFIG), null, "20260302T120200Z"))
        .hasMessageEndingWith(
            "version 20260302T120200Z cannot become active: it was withdrawn by a rollback");
  }

  @Test
  void the_last_training_that_was_withdrawn_is_known() {
    ModelStore store = store(5);
    save(store, TIME);
    save(store, TIME.plusSeconds(60));
    assertThat(store.lastWithdrawn(TIME.plusSeconds(90))).isEmpty();

    store.rollback(SmallDetector.schema(CONFIG), null, null);

    assertThat(store.lastWithdrawn(TIME.plusSeconds(90))).contains(TIME.plusSeconds(60));
    assertThat(store.lastWithdrawn(TIME)).as("the clock was set back").isEmpty();
  }

  @Test
  void several_versions_of_a_day_are_removed_before_those_of_earlier_days() {
    ModelStore store = store(4);
    save(store, TIME.minus(Duration.ofDays(2)));
    save(store, TIME.minus(Duration.ofDays(1)));
    for (int hour = 0; hour < 6; hour++) {
      save(store, TIME.plus(Duration.ofHours(hour)));
    }

    assertThat(versions(store))
        .containsExactly(
            "20260302T170000Z", "20260302T160000Z", "20260301T120000Z", "20260228T120000Z");
    save(store, TIME.plus(Duration.ofDays(1)));
    assertThat(versions(store))
        .as("the newest two, then one of each day")
        .containsExactly(
            "20260303T120000Z", "20260302T170000Z", "20260301T120000Z", "20260228T120000Z");
    save(store, TIME.plus(Duration.ofDays(2)));
    assertThat(versions(store)).endsWith("20260301T120000Z").hasSize(4);
  }

  @Test
  void a_version_that_is_refused_neither_serves_nor_is_rolled_back_to() throws IOException {
    ModelStore store = store(5);
    for (int minute = 0; minute < 4; minute++) {
      save(store, TIME.plusSeconds(60L * minute));
    }
    Files.writeString(storage.resolve("node/20260302T120300Z/scalers.json"), "[]");
    Files.writeString(storage.resolve("node/20260302T120100Z/scalers.json"), "[]");
    List<Path> refused = new ArrayList<>();

    assertThat(
            store.serving(
                SmallDetector.schema(CONFIG), (path, reason) -> refused.add(path.getFileName())))
        .get()
        .extracting(model -> model.manifest().version())
        .isEqualTo("20260302T120200Z");
    assertThat(refused).containsExactly(Path.of("20260302T120300Z"));

    Rollback rollback = store.rollback(SmallDetector.schema(CONFIG), null, null);

    assertThat(rollback.withdrawn()).isEqualTo("20260302T120200Z");
    assertThat(rollback.serving().manifest().version()).isEqualTo("20260302T120000Z");
  }

  @Test
  void a_newer_version_serves_after_a_rollback() {
    ModelStore store = store(5);
    save(store, TIME);
    save(store, TIME.plusSeconds(60));
    store.rollback(SmallDetector.schema(CONFIG), null, null);
    save(store, TIME.plusSeconds(120));

    assertThat(serving(store)).isEqualTo("20260302T120200Z");
  }

  @Test
  void without_models_nothing_is_loaded_and_nothing_refused() {
    assertThat(store(5).load(SmallDetector.schema(CONFIG), ModelStoreTest::failIfRefused))
        .isEmpty();
  }

  @Test
  void what_an_unfinished_save_has_left_is_removed_at_the_next_start() throws IOException {
    ModelStore store = store(5);
    save(store, TIME);
    Path left = storage.resolve("node/.unfinished-20260302T130000Z/saved_model");
    Files.createDirectories(left);
    Files.writeString(left.resolve("saved_model.pb"), "half of it");

    assertThat(serving(store)).isEqualTo("20260302T120000Z");
    store.prepare();

    assertThat(left.getParent()).doesNotExist();
    assertThat(serving(store)).isEqualTo("20260302T120000Z");
  }

  @Test
  void a_save_to_a_full_disk_leaves_nothing_and_the_one_before_serves() {
    save(store(5), TIME);
    ModelStore full =
        new ModelStore(
            storage, "node", 5, SmallDetector.kind(new FullDisk(new RuntimeException("unused"))));

    assertThatThrownBy(() -> save(full, TIME.plusSeconds(60)))
        .isInstanceOf(ModelStoreException.class)
        .hasMessage(
            storage.resolve("node/20260302T120100Z")
                + ": could not be saved: No space left on device");

    assertThat(children("node")).containsExactly("20260302T120000Z");
    assertThat(serving(store(5))).isEqualTo("20260302T120000Z");
  }

  @Test
  void a_save_that_a_fault_ends_leaves_nothing() {
    store(5).prepare();
    ModelStore faulty =
        new ModelStore(
            storage,
            "node",
            5,
            SmallDetector.kind(new FullDisk(new IllegalStateException("closed"))));

    assertThatIllegalStateException().isThrownBy(() -> save(faulty, TIME)).withMessage("closed");

    assertThat(children("node")).isEmpty();
  }

  @Test
  void a_file_in_place_of_the_directory_is_reported_at_the_start() throws IOException {
    Files.writeString(storage.resolve("node"), "a file");

    assertThatThrownBy(() -> store(5).prepare())
        .isInstanceOf(ModelStoreException.class)
        .hasMessage(
            storage.resolve("node")
                + ": expected a directory that can be written to, found a file of that name");
  }

  @Test
  void a_file_in_place_of_the_directory_fails_a_save() throws IOException {
    Files.writeString(storage.resolve("node"), "a file");

    assertThatThrownBy(() -> save(store(5), TIME))
        .isInstanceOf(ModelStoreException.class)
        .hasMessageStartingWith(
            storage.resolve("node/20260302T120000Z") + ": could not be saved: ");
    assertThat(storage.resolve("node")).hasContent("a file");
  }

  @Test
  void preparing_leaves_no_trace() {
    store(5).prepare();

    assertThat(children("node")).isEmpty();
  }

  @Test
  void the_sums_are_those_of_sha256sum() throws IOException, InterruptedException {
    Path version = storage.resolve("node").resolve(save(store(5), TIME));

    assertThat(sha256sum(version)).isZero();
    Files.writeString(version.resolve("scalers.json"), "[]");
    assertThat(sha256sum(version)).isNotZero();
  }

  private static int sha256sum(Path directory) throws IOException, InterruptedException {
    return new ProcessBuilder("sha256sum", "-c", "--quiet", "SHA256SUMS")
        .directory(directory.toFile())
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  private List<String> children(String directory) {
    List<String> names = new ArrayList<>();
    try (Stream<Path> paths = Files.list(storage.resolve(directory))) {
      paths.forEach(path -> names.add(path.getFileName().toString()));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return names;
  }
}
