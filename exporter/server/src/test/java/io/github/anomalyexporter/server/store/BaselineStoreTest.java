package io.github.anomalyexporter.server.store;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.anomalyexporter.core.detector.DetectorKind;
import io.github.anomalyexporter.core.detector.Scores;
import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.server.SmallDetector;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.kind.DetectorKinds;
import io.github.anomalyexporter.server.store.ModelStore.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Models without a network in the store. */
class BaselineStoreTest {
  private static final DetectorConfig CONFIG = SmallDetector.config();

  @TempDir private Path storage;

  private final List<String> refused = new ArrayList<>();

  static final DetectorKind PCA = requireNonNull(DetectorKinds.byName().get("pca"));
  static final DetectorKind ISOLATION_FOREST =
      requireNonNull(DetectorKinds.byName().get("isolation-forest"));

  static Stream<DetectorKind> kinds() {
    return Stream.of(PCA, ISOLATION_FOREST);
  }

  private ModelStore store(DetectorKind kind) {
    return new ModelStore(storage, "node", 5, kind);
  }

  private Path save(ModelStore store, TrainedDetector detector) {
    Manifest saved =
        store.save(detector, SmallDetector.provenance(CONFIG, SmallDetector.NOW), Map.of());
    return storage.resolve("node").resolve(saved.version());
  }

  /** What a detector of a kind without layers can load. */
  static Schema schema() {
    return new Schema(CONFIG.features(), List.of(), Duration.ofMinutes(1));
  }

  private Optional<LoadedModel> load(ModelStore store) {
    return store.load(schema(), (path, reason) -> refused.add(reason));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void a_model_scores_the_same_after_it_was_saved_and_loaded(DetectorKind kind) {
    TrainedDetector detector = SmallDetector.train(kind);
    ModelStore store = store(kind);
    save(store, detector);

    LoadedModel loaded = load(store).orElseThrow();

    assertThat(refused).isEmpty();
    assertThat(loaded.manifest().type()).isEqualTo(kind.name());
    assertThat(loaded.manifest().architecture().hidden()).isEmpty();
    assertThat(loaded.manifest().rows()).hasSize(3).allMatch(row -> row.report() == null);
    assertThat(loaded.trained().instances()).isEqualTo(detector.instances());
    Scores before = kind.open(detector, 0.5).score(SmallDetector.window(CONFIG));
    Scores after = kind.open(loaded.trained(), 0.5).score(SmallDetector.window(CONFIG));
    for (int i = 0; i < before.instances().size(); i++) {
      assertThat(after.score(i)).isEqualTo(before.score(i)).isPositive();
      for (int input = 0; input < CONFIG.features().size(); input++) {
        assertThat(after.share(i, input)).isEqualTo(before.share(i, input));
        // As objects, for NaN is equal to itself there.
        assertThat((Object) after.expected(i, input)).isEqualTo(before.expected(i, input));
      }
    }
  }

  @Test
  void a_model_of_another_type_is_refused_with_its_type() {
    Path version = save(store(PCA), SmallDetector.train(PCA));

    assertThat(load(store(ISOLATION_FOREST))).isEmpty();
    assertThat(load(store(CONFIG.type()))).isEmpty();
    assertThat(refused)
        .containsExactly(
            version + ": is of another type: expected isolation-forest, found pca",
            version + ": is of another type: expected autoencoder, found pca");
  }

  @Test
  void a_detector_of_another_kind_is_not_saved() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> save(store(PCA), SmallDetector.train(CONFIG)))
        .withMessage("expected models of single rows, found another detector");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> save(store(CONFIG.type()), SmallDetector.train(PCA)))
        .withMessage("expected a stack of autoencoders, found another detector");
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void one_damaged_byte_is_detected(DetectorKind kind) throws IOException {
    ModelStore store = store(kind);
    Path models = save(store, SmallDetector.train(kind)).resolve("models");
    byte[] bytes = Files.readAllBytes(models);
    bytes[bytes.length / 2]++;
    Files.write(models, bytes);

    assertThat(load(store)).isEmpty();
    assertThat(refused).singleElement().asString().contains("models").contains("checksum");
  }

  /** Damage that checksums do not detect: files and checksums written together. */
  @ParameterizedTest
  @MethodSource("kinds")
  void a_file_that_does_not_hold_the_models_is_damaged(DetectorKind kind) throws IOException {
    TrainedDetector detector = SmallDetector.train(kind);
    kind.save(detector, storage);
    Path models = storage.resolve("models");
    byte[] whole = Files.readAllBytes(models);
    byte[] unknown = whole.clone();
    unknown[2] = 'X';

    for (byte[] damaged :
        List.of(
            new byte[0],
            Arrays.copyOf(whole, whole.length - 1),
            Arrays.copyOf(whole, whole.length + 1),
            unknown)) {
      Files.write(models, damaged);
      assertThatThrownBy(
              () -> kind.load(storage, CONFIG.features(), List.of(), 2, detector.instances()))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(models + ": is damaged: ");
    }
  }
}
