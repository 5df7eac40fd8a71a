package io.github.anomalyexporter.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.server.SmallDetector;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.files.DurableFiles;
import io.github.anomalyexporter.server.store.ModelStore.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A version that cannot serve is refused with the reason, and the previous version serves. */
class DamagedModelTest {
  private static final DetectorConfig CONFIG = SmallDetector.config();
  private static final Instant TIME = Instant.parse("2026-03-02T12:00:00Z");
  private static final String OLDER = "20260302T120000Z";
  private static TrainedDetector trained;

  @TempDir Path storage;
  private ModelStore store;
  private Path newer;
  private final List<String> refused = new ArrayList<>();

  @BeforeAll
  static void train() {
    trained = SmallDetector.train(CONFIG);
  }

  @BeforeEach
  void save() {
    store = new ModelStore(storage, "node", 5, CONFIG.type());
    store.save(trained, SmallDetector.provenance(CONFIG, TIME), Map.of());
    newer =
        storage
            .resolve("node")
            .resolve(
                store
                    .save(trained, SmallDetector.provenance(CONFIG, TIME.plusSeconds(60)), Map.of())
                    .version());
  }

  /** The version that serves, after the newer one was damaged. */
  private String serving(Schema schema) {
    return store
        .load(schema, (path, reason) -> refused.add(reason))
        .map(loaded -> loaded.manifest().version())
        .orElse("none");
  }

  private void assertRefused(String reason) {
    assertThat(serving(SmallDetector.schema(CONFIG))).isEqualTo(OLDER);
    assertThat(refused).containsExactly(reason);
  }

  private static void truncate(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
  }

  private static void flip(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
  }

  private Path weights() throws IOException {
    try (Stream<Path> files = Files.list(newer.resolve("saved_model/variables"))) {
      return files.filter(file -> file.toString().contains("data")).findFirst().orElseThrow();
    }
  }

  @Test
  void whole_versions_are_not_refused() {
    assertThat(serving(SmallDetector.schema(CONFIG))).isEqualTo(newer.getFileName().toString());
    assertThat(refused).isEmpty();
  }

  @Test
  void a_truncated_manifest() throws IOException {
    truncate(newer.resolve("manifest.json"));

    assertThat(serving(SmallDetector.schema(CONFIG))).isEqualTo(OLDER);
    assertThat(refused)
        .singleElement()
        .asString()
        .startsWith(newer.resolve("manifest.json") + ": is damaged: Unexpected ");
  }

  @Test
  void an_empty_manifest() throws IOException {
    Files.writeString(newer.resolve("manifest.json"), "");

    assertRefused(newer.resolve("manifest.json") + ": is damaged: it is not a JSON object");
  }

  @Test
  void a_manifest_that_lacks_almost_everything() throws IOException {
    Files.writeString(newer.resolve("manifest.json"), "{\"format_version\": 2, \"fleet_size\": 2}");

    assertThat(serving(SmallDetector.schema(CONFIG))).isEqualTo(OLDER);
    assertThat(refused)
        .singleElement()
        .asString()
        .startsWith(newer.resolve("manifest.json") + ": is damaged: ");
  }

  @Test
  void a_changed_byte_in_the_manifest() throws IOException {
    Path manifest = newer.resolve("manifest.json");
    Files.writeString(
        manifest, Files.readString(manifest).replace("\"fleet_size\" : 2", "\"fleet_size\" : 3"));

    assertRefused(manifest + ": is damaged: its checksum differs");
  }

  @Test
  void a_missing_manifest() throws IOException {
    Files.delete(newer.resolve("manifest.json"));

    assertRefused(newer + ": is not a model of anomaly-exporter: no manifest.json");
  }

  /** 208 versions: of each file gone, emptied, cut off, longer, or with one bit that is another. */
  @Test
  void every_file_damaged_in_every_way_is_refused() throws IOException {
    DurableFiles.delete(storage.resolve("node").resolve(OLDER));
    List<Path> files;
    try (Stream<Path> walk = Files.walk(newer)) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      byte[] whole = Files.readAllBytes(file);
      List<byte[]> damaged = new ArrayList<>();
      damaged.add(new byte[0]);
      damaged.add(Arrays.copyOf(whole, whole.length + 1));
      for (int i = 0; i < 14; i++) {
        damaged.add(Arrays.copyOf(whole, whole.length * i / 14));
        byte[] flipped = whole.clone();
        flipped[(int) ((long) (whole.length - 1) * i / 13)] ^= 1;
        damaged.add(flipped);
      }
      for (byte[] content : damaged) {
        Files.write(file, content);
        assertThat(serving(SmallDetector.schema(CONFIG))).as(file.toString()).isEqualTo("none");
      }
      Files.delete(file);
      assertThat(serving(SmallDetector.schema(CONFIG))).as(file.toString()).isEqualTo("none");
      Files.write(file, whole);
    }
    assertThat(refused).hasSizeGreaterThanOrEqualTo(208);
    assertThat(serving(SmallDetector.schema(CONFIG))).isEqualTo(newer.getFileName().toString());
  }

  @ParameterizedTest
  @CsvSource({
    ", forecasts",
    "manifest.json, manifest.json",
    "scalers.json, scalers.json",
    "saved_model.pb, saved_model/saved_model.pb",
    "variables.data, saved_model/variables/variables.data-00000-of-00001",
  })
  void sums_that_were_emptied_or_lack_a_file(@Nullable String without, String lacks)
      throws IOException {
    Path sums = newer.resolve("SHA256SUMS");
    flip(weights());
    Files.write(
        sums,
        Files.readAllLines(sums).stream()
            .filter(line -> without != null && !line.contains(without))
            .toList());

    assertRefused(sums + ": is damaged: it lacks " + lacks);
  }

  @ParameterizedTest
  @CsvSource({
    "'\"fleet_size\" : 2', '\"fleet_size\" : -2', a fleet size of 0 or more",
    "'\"version\" : \"2026', '\"version\" : \"{}2026', 'a version of letters, digits'",
    "'\"created_at\" : \"2026-', '\"created_at\" : \"+1000000-', a value from 0000-01-01T00:00:00Z",
    "'\"rate_window\" : \"PT', '\"rate_window\" : \"PT-', a value from PT0S",
    "'\"detector\" :', '\"version\" : \"1\", \"detector\" :', Duplicate field",
  })
  void a_manifest_with_invalid_values_is_refused(String written, String damaged, String expected)
      throws IOException {
    Path manifest = newer.resolve("manifest.json");
    String text = Files.readString(manifest);
    assertThat(text).contains(written);
    Files.writeString(manifest, text.replace(written, damaged));
    Checksums.write(newer);

    assertThat(serving(SmallDetector.schema(CONFIG))).isEqualTo(OLDER);
    assertThat(refused)
        .singleElement()
        .asString()
        .startsWith(manifest + ": is damaged: ")
        .contains(expected);
  }

  @Test
  void a_file_that_the_manifest_lists_is_required() throws IOException {
    Path manifest = newer.resolve("manifest.json");
    Files.writeString(
        manifest,
        Files.readString(manifest).replace("\"files\" : [ ", "\"files\" : [ \"another\", "));
    Checksums.write(newer);

    assertRefused(newer.resolve("SHA256SUMS") + ": is damaged: it lacks another");
  }

  @Test
  void truncated_scalers() throws IOException {
    truncate(newer.resolve("scalers.json"));

    assertRefused(newer.resolve("scalers.json") + ": is damaged: its checksum differs");
  }

  @Test
  void missing_scalers() throws IOException {
    Files.delete(newer.resolve("scalers.json"));

    assertRefused(newer.resolve("scalers.json") + ": is missing");
  }

  @Test
  void truncated_forecasts() throws IOException {
    truncate(newer.resolve("forecasts"));

    assertRefused(newer.resolve("forecasts") + ": is damaged: its checksum differs");
  }

  @Test
  void missing_forecasts() throws IOException {
    Files.delete(newer.resolve("forecasts"));

    assertRefused(newer.resolve("forecasts") + ": is missing");
  }

  @Test
  void forecasts_that_were_damaged_before_the_sums_were_made() throws IOException {
    truncate(newer.resolve("forecasts"));
    Checksums.write(newer);

    assertThat(serving(SmallDetector.schema(CONFIG))).isEqualTo(OLDER);
    assertThat(refused)
        .singleElement()
        .asString()
        .startsWith(newer.resolve("forecasts") + ": is damaged: ");
  }

  @Test
  void a_truncated_graph() throws IOException {
    truncate(newer.resolve("saved_model/saved_model.pb"));

    assertRefused(
        newer.resolve("saved_model/saved_model.pb") + ": is damaged: its checksum differs");
  }

  @Test
  void a_changed_byte_in_the_weights() throws IOException {
    flip(weights());

    assertRefused(weights() + ": is damaged: its checksum differs");
  }

  @Test
  void a_missing_file_of_weights() throws IOException {
    Path weights = weights();
    Files.delete(weights);

    assertRefused(weights + ": is missing");
  }

  @Test
  void weights_that_were_damaged_before_the_sums_were_made() throws IOException {
    Path weights = weights();
    truncate(weights);
    Checksums.write(newer);

    assertThat(serving(SmallDetector.schema(CONFIG))).isEqualTo(OLDER);
    assertThat(refused)
        .singleElement()
        .asString()
        .startsWith(weights + ": is damaged or of another model: expected ");
  }

  @Test
  void scalers_of_fewer_rows_than_the_manifest_has() throws IOException {
    Files.writeString(newer.resolve("scalers.json"), "[]");
    Checksums.write(newer);

    assertRefused(newer.resolve("scalers.json") + ": is damaged: 0 rows, the manifest has 3");
  }

  @Test
  void missing_sums() throws IOException {
    Files.delete(newer.resolve("SHA256SUMS"));

    assertRefused(newer + ": is not a model of anomaly-exporter: no SHA256SUMS");
  }

  @Test
  void damaged_sums() throws IOException {
    Files.writeString(newer.resolve("SHA256SUMS"), "no sums\n");

    assertRefused(newer.resolve("SHA256SUMS") + ": is damaged: no sums");
  }

  @Test
  void another_format_version() throws IOException {
    Path manifest = newer.resolve("manifest.json");
    Files.writeString(
        manifest,
        Files.readString(manifest).replace("\"format_version\" : 2", "\"format_version\" : 1"));
    Checksums.write(newer);

    assertRefused(
        manifest
            + ": expected format version 2, found 1: written by another version of anomaly-exporter");
  }

  @Test
  void a_foreign_directory() throws IOException {
    Path foreign = Files.createDirectory(storage.resolve("node/zz-backup"));
    Files.writeString(foreign.resolve("notes.txt"), "mine");

    assertThat(serving(SmallDetector.schema(CONFIG))).isEqualTo(newer.getFileName().toString());
    assertThat(refused)
        .containsExactly(foreign + ": is not a model of anomaly-exporter: no manifest.json");
  }

  @Test
  void the_model_of_another_detector() throws IOException {
    Files.move(storage.resolve("node"), storage.resolve("web"));
    store = new ModelStore(storage, "web", 5, CONFIG.type());

    assertThat(serving(SmallDetector.schema(CONFIG))).isEqualTo("none");
    assertThat(refused)
        .containsExactly(
            storage.resolve("web/20260302T120100Z") + ": belongs to the detector node",
            storage.resolve("web/20260302T120000Z") + ": belongs to the detector node");
  }

  @Test
  void other_features() {
    FeatureSet trainedWith = CONFIG.features();
    FeatureSet fewer = new FeatureSet(trainedWith.features(), List.of(), CONFIG.timing().step());

    assertThat(serving(SmallDetector.schema(CONFIG, fewer))).isEqualTo("none");
    assertThat(refused.get(0))
        .isEqualTo(
            newer
                + ": was trained with other features: expected "
                + fewer.fingerprint()
                + ", found "
                + trainedWith.fingerprint());
  }

  @Test
  void other_layers() {
    Schema wider = new Schema(CONFIG.features(), List.of(8, 4, 8), Duration.ofMinutes(1));

    assertThat(serving(wider)).isEqualTo("none");
    assertThat(refused.get(0))
        .isEqualTo(
            newer
                + ": was trained with other layers: expected"
                + " Architecture[hidden=[8, 4, 8]],"
                + " found Architecture[hidden=[3, 2, 3]]");
  }

  @Test
  void another_rate_window() {
    Schema slower = new Schema(CONFIG.features(), CONFIG.model().layers(), Duration.ofMinutes(2));

    assertThat(serving(slower)).isEqualTo("none");
    assertThat(refused.get(0))
        .isEqualTo(newer + ": was trained with other rate window: expected PT2M, found PT1M");
  }

  @Test
  void any_rate_window_will_do_where_it_is_measured() {
    Schema measured = new Schema(CONFIG.features(), CONFIG.model().layers(), null);

    assertThat(serving(measured)).isEqualTo(newer.getFileName().toString());
  }
}
