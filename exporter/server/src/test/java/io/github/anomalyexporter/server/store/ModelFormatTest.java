package io.github.anomalyexporter.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.anomalyexporter.core.detector.Detector;
import io.github.anomalyexporter.core.detector.Scores;
import io.github.anomalyexporter.server.SmallDetector;
import io.github.anomalyexporter.server.config.ConfigFile;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.exemption.LeftOut;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Models that were stored once still load: {@code src/test/resources/models} has one of each format
 * version that is read. Its README has the commands that make them.
 */
class ModelFormatTest {
  private static final Path MODELS = Path.of("src/test/resources/models");
  private static final Instant CREATED = Instant.parse("2026-03-02T12:00:00Z");

  /**
   * Scores of {@link SmallDetector#window} by the model of format version 2 when it was made: db-1,
   * web-1.
   */
  private static final List<Double> SCORES = List.of(0.2330488982552107, 0.23468360772656113);

  @Test
  void a_model_of_format_version_2_still_loads_and_scores_as_it_did() throws Exception {
    DetectorConfig config = config();
    if (Boolean.getBoolean("models.write")) {
      write(config);
    }
    ModelStore store = new ModelStore(MODELS.resolve("format-2"), "node", 5, config.type());

    LoadedModel loaded =
        store
            .load(
                SmallDetector.schema(config),
                (path, reason) -> {
                  throw new AssertionError(reason);
                })
            .orElseThrow();

    assertThat(loaded.manifest().formatVersion()).isEqualTo(2);
    assertThat(loaded.manifest().type())
        .as("written before there were others")
        .isEqualTo("autoencoder");
    assertThat(loaded.manifest().fleetSize()).isEqualTo(2);
    assertThat(loaded.manifest().rows())
        .as("nothing was counted")
        .allMatch(row -> row.leftOut() == null);
    assertThat(loaded.manifest().leftOut()).isEqualTo(new LeftOut(0, 0, 0, 0));
    try (Detector detector = SmallDetector.open(config, loaded.trained())) {
      Scores scores = detector.score(SmallDetector.window(config));
      for (int i = 0; i < SCORES.size(); i++) {
        // Another processor may round otherwise.
        assertThat(scores.score(i)).isCloseTo(SCORES.get(i), within(1e-4));
      }
    }
  }

  /** The detector whose models are there; not to be changed with the one the other tests use. */
  private static DetectorConfig config() throws Exception {
    return ConfigFile.load(MODELS.resolve("detector.yml")).detectors().get(0);
  }

  /** Stores a model of the current format version and prints its scores of the window. */
  private static void write(DetectorConfig config) throws Exception {
    Path storage = Files.createDirectories(MODELS.resolve("format-" + Manifest.FORMAT_VERSION));
    ModelStore store = new ModelStore(storage, "node", 1, config.type());
    try (Detector detector = SmallDetector.open(config, SmallDetector.train(config))) {
      store.save(detector.trained(), SmallDetector.provenance(config, CREATED), Map.of());
      Scores scores = detector.score(SmallDetector.window(config));
      for (int i = 0; i < scores.instances().size(); i++) {
        System.out.println(scores.instances().get(i) + " " + scores.score(i));
      }
    }
  }
}
