package io.github.anomalyexporter.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.anomalyexporter.core.baseline.BaselineOptions;
import io.github.anomalyexporter.core.baseline.BaselineTraining;
import io.github.anomalyexporter.core.baseline.IsolationForest;
import io.github.anomalyexporter.core.baseline.PrincipalComponents;
import io.github.anomalyexporter.core.baseline.RowModelKind;
import io.github.anomalyexporter.core.detector.Detector;
import io.github.anomalyexporter.core.detector.DetectorFormat;
import io.github.anomalyexporter.core.detector.Scores;
import io.github.anomalyexporter.core.model.TrainingProgress;
import io.github.anomalyexporter.server.SmallDetector;
import io.github.anomalyexporter.server.config.DetectorConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Models without a network in the store. */
class BaselineStoreTest {
  private static final DetectorConfig CONFIG = SmallDetector.config();

  @TempDir private Path storage;

  private final List<String> refused = new ArrayList<>();

  static Stream<Arguments> kinds() {
    return Stream.of(
        Arguments.of("pca", PrincipalComponents.KIND),
        Arguments.of("isolation-forest", IsolationForest.KIND));
  }

  /** A small detector of a kind, trained on the rows that all tests share. */
  static Detector trained(RowModelKind kind) {
    BaselineTraining training =
        new BaselineTraining(
            kind,
            CONFIG.features(),
            new BaselineOptions(instance -> BaselineOptions.DEFAULT_THRESHOLD, 0.5, 1));
    return training.open(
        Objects.requireNonNull(
            training
                .trainAll(
                    SmallDetector.frame(SmallDetector.NOW, 240),
                    Map.of(),
                    null,
                    SmallDetector.NOW,
                    TrainingProgress.SILENT)
                .detector()));
  }

  private static DetectorFormat format(String type, RowModelKind kind) {
    return new BaselineFile(type, kind, 0.5);
  }

  private ModelStore store(DetectorFormat format) {
    return new ModelStore(storage, "node", 5, format);
  }

  private Path save(ModelStore store, Detector detector) {
    Manifest saved =
        store.save(detector, SmallDetector.provenance(CONFIG, SmallDetector.NOW), Map.of());
    return storage.resolve("node").resolve(saved.version());
  }

  private Optional<LoadedModel> load(ModelStore store) {
    return store.load(SmallDetector.schema(CONFIG), (path, reason) -> refused.add(reason));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void a_model_scores_the_same_after_it_was_saved_and_loaded(String type, RowModelKind kind) {
    Detector detector = trained(kind);
    ModelStore store = store(format(type, kind));
    save(store, detector);

    LoadedModel loaded = load(store).orElseThrow();

    assertThat(refused).isEmpty();
    assertThat(loaded.manifest().type()).isEqualTo(type);
    assertThat(loaded.manifest().architecture().hidden()).isEmpty();
    assertThat(loaded.manifest().rows()).hasSize(3).allMatch(row -> row.report() == null);
    assertThat(loaded.detector().trained().instances()).isEqualTo(detector.trained().instances());
    Scores before = detector.score(SmallDetector.window(CONFIG));
    Scores after = loaded.detector().score(SmallDetector.window(CONFIG));
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
  void a_model_of_another_type_is_refused_and_says_which() {
    Path version =
        save(store(format("pca", PrincipalComponents.KIND)), trained(PrincipalComponents.KIND));

    assertThat(load(store(format("isolation-forest", IsolationForest.KIND)))).isEmpty();
    assertThat(load(store(SmallDetector.format(CONFIG)))).isEmpty();
    assertThat(refused)
        .containsExactly(
            version + ": is of another type: expected isolation-forest, found pca",
            version + ": is of another type: expected autoencoder, found pca");
  }

  @Test
  void a_detector_of_another_kind_is_not_saved() {
    try (Detector other = SmallDetector.open(CONFIG, SmallDetector.train(CONFIG))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> save(store(format("pca", PrincipalComponents.KIND)), other))
          .withMessage("expected models of single rows, found another detector");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> save(store(SmallDetector.format(CONFIG)), trained(PrincipalComponents.KIND)))
        .withMessage("expected a stack of autoencoders, found another detector");
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void one_damaged_byte_is_noticed(String type, RowModelKind kind) throws IOException {
    ModelStore store = store(format(type, kind));
    Path models = save(store, trained(kind)).resolve("models");
    byte[] bytes = Files.readAllBytes(models);
    bytes[bytes.length / 2]++;
    Files.write(models, bytes);

    assertThat(load(store)).isEmpty();
    assertThat(refused).singleElement().asString().contains("models").contains("checksum");
  }

  /** What checksums do not see: files of somebody who wrote both. */
  @ParameterizedTest
  @MethodSource("kinds")
  void a_file_that_does_not_hold_the_models_is_damaged(String type, RowModelKind kind)
      throws IOException {
    Detector detector = trained(kind);
    DetectorFormat format = format(type, kind);
    format.save(detector, storage);
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
              () -> format.load(storage, CONFIG.features(), 2, detector.trained().instances()))
          .isInstanceOf(ModelStoreException.class)
          .hasMessageStartingWith(models + ": is damaged: ");
    }
  }
}
