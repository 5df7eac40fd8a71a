package io.github.anomalyexporter.server.savedmodel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.anomalyexporter.core.model.Architecture;
import io.github.anomalyexporter.core.model.Weights;
import io.github.anomalyexporter.tensorflow.TensorFlowFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What TensorFlow saves, undamaged and damaged. */
class SavedWeightsTest {
  private static final Architecture ARCHITECTURE = new Architecture(3, List.of(4, 2));
  private static final Weights WEIGHTS = weights(ARCHITECTURE, 5);

  @TempDir static Path saved;

  @BeforeAll
  static void save() throws IOException {
    new TensorFlowFormat().save(WEIGHTS, saved);
  }

  private static Weights weights(Architecture architecture, int rows) {
    SplittableRandom random = new SplittableRandom(7);
    return Weights.of(
        architecture,
        rows,
        architecture.arrays().stream()
            .map(
                array -> {
                  float[] values = new float[rows * array.perRow()];
                  for (int i = 0; i < values.length; i++) {
                    values[i] = (float) (2 * random.nextDouble() - 1);
                  }
                  return values;
                })
            .toList());
  }

  static List<Weights> stacks() {
    float[] special = {
      Float.NaN, -0f, Float.MIN_VALUE, Float.NEGATIVE_INFINITY, Float.MAX_VALUE, 1e-40f
    };
    return List.of(
        WEIGHTS,
        weights(new Architecture(1, List.of(1)), 1),
        weights(new Architecture(45, List.of(24, 8, 24)), 300),
        // More than ten layers: kernel_10 is before kernel_2 in the index.
        weights(new Architecture(4, List.of(3, 2, 3, 2, 3, 2, 3, 2, 3, 2, 3)), 40),
        new Weights(
            new Architecture(2, List.of(1)),
            1,
            List.of(new float[] {special[0], special[1]}, new float[] {special[2], special[3]}),
            List.of(new float[] {special[4]}, new float[] {special[5], special[0]})));
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void weights_are_read_bit_for_bit(Weights weights, @TempDir Path directory) throws IOException {
    new TensorFlowFormat().save(weights, directory);

    Weights read = SavedWeights.read(directory, weights.architecture());

    assertThat(read.rows()).isEqualTo(weights.rows());
    assertThat(bits(read)).isEqualTo(bits(weights));
  }

  @Test
  void variables_that_are_no_weights_are_ignored() throws IOException {
    Path earlier =
        Path.of("src/test/resources/models/format-2/node/20260302T120000Z").resolve("saved_model");

    Weights read = SavedWeights.read(earlier, new Architecture(3, List.of(3, 2, 3)));

    assertThat(read.rows()).isEqualTo(3);
    assertThat(read.isFinite(0) && read.isFinite(1) && read.isFinite(2)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {SavedWeights.INDEX, SavedWeights.DATA})
  void a_file_truncated_anywhere_is_refused(String file, @TempDir Path copy) throws IOException {
    byte[] whole = copy(copy, file);
    for (int length = 0; length < whole.length; length++) {
      Files.write(copy.resolve(file), Arrays.copyOf(whole, length));

      assertRefused(copy, copy.resolve(file) + ": is damaged or of another model: ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {SavedWeights.INDEX, SavedWeights.DATA})
  void a_changed_byte_is_refused_or_without_effect(String file, @TempDir Path copy)
      throws IOException {
    byte[] whole = copy(copy, file);
    int refused = 0;
    for (int i = 0; i < whole.length; i++) {
      for (int change : new int[] {0x01, 0x80, 0xff}) {
        byte[] changed = whole.clone();
        changed[i] ^= (byte) change;
        Files.write(copy.resolve(file), changed);
        try {
          assertThat(bits(SavedWeights.read(copy, ARCHITECTURE))).isEqualTo(bits(WEIGHTS));
        } catch (IOException e) {
          assertThat(e).hasMessageStartingWith(copy.resolve(file) + ": is damaged");
          refused++;
        }
      }
    }
    // The bytes between the locations of the blocks and the end of the index have no meaning.
    assertThat(refused).isGreaterThan(3 * (whole.length - 48));
  }

  @ParameterizedTest
  @ValueSource(strings = {SavedWeights.INDEX, SavedWeights.DATA})
  void a_file_with_more_bytes_is_refused(String file, @TempDir Path copy) throws IOException {
    byte[] whole = copy(copy, file);
    Files.write(copy.resolve(file), Arrays.copyOf(whole, whole.length + 1));

    assertRefused(copy, copy.resolve(file) + ": is damaged or of another model: ");
  }

  @ParameterizedTest
  @ValueSource(strings = {SavedWeights.INDEX, SavedWeights.DATA})
  void a_missing_file_is_refused(String file, @TempDir Path copy) throws IOException {
    copy(copy, file);
    Files.delete(copy.resolve(file));

    assertRefused(copy, copy.resolve(file) + ": does not exist");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 47, 48, 1000, 70_000, 2_000_000})
  void a_file_of_something_else_is_refused(int size, @TempDir Path copy) throws IOException {
    copy(copy, SavedWeights.INDEX);
    SplittableRandom random = new SplittableRandom(size);
    for (int i = 0; i < 50; i++) {
      byte[] bytes = new byte[size];
      random.nextBytes(bytes);
      Files.write(copy.resolve(SavedWeights.INDEX), bytes);

      assertRefused(copy, copy.resolve(SavedWeights.INDEX) + ": ");
    }
  }

  @Test
  void text_is_refused_with_the_reason(@TempDir Path copy) throws IOException {
    copy(copy, SavedWeights.INDEX);
    Files.writeString(
        copy.resolve(SavedWeights.INDEX), "not an index ".repeat(9), StandardCharsets.UTF_8);

    assertThatThrownBy(() -> SavedWeights.read(copy, ARCHITECTURE))
        .isInstanceOf(IOException.class)
        .hasMessage(
            copy.resolve(SavedWeights.INDEX)
                + ": is damaged or of another model: it does not end as a table of variables does");
  }

  @Test
  void the_data_of_other_weights_is_refused(@TempDir Path copy, @TempDir Path other)
      throws IOException {
    copy(copy, SavedWeights.DATA);
    new TensorFlowFormat().save(WEIGHTS.select(1, 0, 2, 3, 4), other);
    Files.write(copy.resolve(SavedWeights.DATA), copy(other, other, SavedWeights.DATA));

    assertThatThrownBy(() -> SavedWeights.read(copy, ARCHITECTURE))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(copy.resolve(SavedWeights.DATA) + ": is damaged")
        .hasMessageEndingWith("the checksum of kernel_0 is wrong");
  }

  @Test
  void weights_of_another_architecture_are_refused(@TempDir Path directory) throws IOException {
    Architecture square = new Architecture(3, List.of(3, 3));
    new TensorFlowFormat().save(weights(square, 2), directory);

    assertThatThrownBy(() -> SavedWeights.read(directory, new Architecture(3, List.of(3))))
        .as("it has another layer")
        .isInstanceOf(IOException.class)
        .hasMessageContaining(
            "expected the variables [bias_0, bias_1, kernel_0, kernel_1] of Architecture")
        .hasMessageContaining("found [bias_0, bias_1, bias_2, kernel_0, kernel_1, kernel_2]");
    assertThatThrownBy(() -> SavedWeights.read(directory, ARCHITECTURE))
        .as("its layers have other widths")
        .isInstanceOf(IOException.class)
        .hasMessageContaining("kernel_0 has the type 1 and the shape [2, 3, 3], expected floats");
  }

  private static List<List<Integer>> bits(Weights weights) {
    List<List<Integer>> bits = new ArrayList<>();
    for (float[] array : weights.arrays()) {
      List<Integer> each = new ArrayList<>();
      for (float value : array) {
        each.add(Float.floatToRawIntBits(value));
      }
      bits.add(each);
    }
    return bits;
  }

  /** Copies both files of the variables and returns the content of one. */
  private static byte[] copy(Path target, String file) throws IOException {
    return copy(saved, target, file);
  }

  private static byte[] copy(Path source, Path target, String file) throws IOException {
    Files.createDirectories(target.resolve("variables"));
    for (String each : List.of(SavedWeights.INDEX, SavedWeights.DATA)) {
      Files.write(target.resolve(each), Files.readAllBytes(source.resolve(each)));
    }
    return Files.readAllBytes(target.resolve(file));
  }

  private static void assertRefused(Path directory, String beginning) {
    assertThatThrownBy(() -> SavedWeights.read(directory, ARCHITECTURE))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(beginning);
  }
}
