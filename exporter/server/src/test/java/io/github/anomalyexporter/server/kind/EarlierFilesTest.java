package io.github.anomalyexporter.server.kind;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.anomalyexporter.core.autoencoder.AutoencoderRow;
import io.github.anomalyexporter.core.autoencoder.AutoencoderStack;
import io.github.anomalyexporter.core.baseline.BaselineRows;
import io.github.anomalyexporter.core.feature.FittedScaler;
import io.github.anomalyexporter.core.score.ReconstructionError;
import io.github.anomalyexporter.server.SmallDetector;
import io.github.anomalyexporter.server.files.StoredJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of models that lack the parameters that were added later. */
class EarlierFilesTest {
  private static final ObjectMapper JSON = StoredJson.mapper(1 << 20);

  @TempDir private Path directory;

  @Test
  void a_row_without_degrees_of_freedom_and_ranges_has_certain_scales_and_no_range()
      throws IOException {
    AutoencoderRow row =
        AutoencoderStack.of(SmallDetector.train(SmallDetector.config())).rows().get(1);
    ScalerRow written = ScalerRow.of(row);
    String json = JSON.writeValueAsString(written);

    assertThat(JSON.readValue(json, ScalerRow.class)).isEqualTo(written);
    JsonNode earlier = JSON.readTree(json);
    ((ObjectNode) earlier.path("error"))
        .remove(List.of("surprise_freedom", "displacement_freedom"));
    earlier
        .path("inputs")
        .forEach(input -> ((ObjectNode) input).remove(List.of("least", "greatest")));
    assertThat(earlier.toString()).hasSizeLessThan(json.length() - 100);
    ScalerRow read = JSON.treeToValue(earlier, ScalerRow.class);
    FittedScaler scaler = read.scaler(SmallDetector.config().features());
    ReconstructionError.Parameters error = read.error(scaler).parameters();
    assertThat(error.residualFreedom()).isInfinite();
    assertThat(error.deviationFreedom()).isInfinite();
    assertThat(error.residualScales()).isEqualTo(row.error().parameters().residualScales());
    assertThat(scaler.parameters(0).least()).isNull();
    assertThat(scaler.parameters(0).mean()).isEqualTo(row.scaler().parameters(0).mean());
  }

  @Test
  void a_baseline_file_without_ranges_is_read() throws IOException {
    BaselineKind pca = (BaselineKind) requireNonNull(DetectorKinds.byName().get("pca"));
    BaselineRows rows = BaselineRows.of(SmallDetector.train(pca));
    pca.save(rows, directory);
    Path file = directory.resolve(pca.files().get(0));
    byte[] bytes = Files.readAllBytes(file);

    assertThat(load(pca, rows)).isEqualTo(parameters(rows));
    int ranges = rows.rows().size() * rows.features().size() * 2 * Double.BYTES;
    Files.write(file, Arrays.copyOf(bytes, bytes.length - ranges));
    assertThat(load(pca, rows))
        .isEqualTo(
            parameters(rows).stream()
                .map(it -> new FittedScaler.Parameters(it.kind(), it.mean(), it.deviation()))
                .toList());
  }

  private List<FittedScaler.Parameters> load(BaselineKind kind, BaselineRows rows)
      throws IOException {
    return parameters(
        BaselineRows.of(
            kind.load(directory, rows.features(), List.of(), rows.fleetSize(), rows.instances())));
  }

  private static List<FittedScaler.Parameters> parameters(BaselineRows rows) {
    return rows.rows().stream()
        .flatMap(
            row -> IntStream.range(0, row.scaler().inputs()).mapToObj(row.scaler()::parameters))
        .toList();
  }
}
