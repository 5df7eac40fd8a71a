package io.github.anomalyexporter.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.anomalyexporter.core.model.Architecture;
import io.github.anomalyexporter.core.model.Autoencoder;
import io.github.anomalyexporter.core.model.Weights;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.SessionFunction;
import org.tensorflow.Signature;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.Variable;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

class TensorFlowFormatTest {
  private static final Architecture ARCHITECTURE = new Architecture(3, List.of(4, 2));
  private static final Weights WEIGHTS = Reference.weights(ARCHITECTURE, 5, 1);
  private static final float[] INPUTS = {0.1f, 0.9f, Float.NaN, 0.5f, 0.4f, 0.3f};
  private static final int[] STACK_ROWS = {4, 1};

  private final TensorFlowFormat format = new TensorFlowFormat();
  @TempDir Path directory;

  @Test
  void what_is_saved_and_loaded_reconstructs_bit_for_bit_alike() throws IOException {
    format.save(WEIGHTS, directory);
    Weights loaded = format.load(directory, ARCHITECTURE);

    assertThat(loaded).usingRecursiveComparison().isEqualTo(WEIGHTS);
    try (Autoencoder before = format.open(WEIGHTS);
        Autoencoder after = format.open(loaded)) {
      assertThat(after.reconstruct(INPUTS, STACK_ROWS))
          .isEqualTo(before.reconstruct(INPUTS, STACK_ROWS));
    }
  }

  @Test
  void loaded_weights_can_be_saved_again() throws IOException {
    Path first = Files.createDirectory(directory.resolve("first"));
    Path second = Files.createDirectory(directory.resolve("second"));
    format.save(WEIGHTS, first);
    format.save(format.load(first, ARCHITECTURE), second);

    assertThat(format.load(second, ARCHITECTURE)).usingRecursiveComparison().isEqualTo(WEIGHTS);
  }

  @Test
  void the_saved_model_serves_by_named_inputs_and_outputs() throws IOException {
    float[] expected;
    try (Autoencoder opened = format.open(WEIGHTS)) {
      format.save(WEIGHTS, directory);
      expected = opened.reconstruct(INPUTS, STACK_ROWS);
    }

    try (SavedModelBundle bundle = SavedModelBundle.load(directory.toString(), "serve");
        TFloat32 inputs = Tensors.floats(Shape.of(2, 1, 3), INPUTS);
        TInt32 stackRows = TInt32.vectorOf(STACK_ROWS);
        Result result = bundle.call(Map.of("inputs", inputs, "stack_rows", stackRows))) {
      Tensor reconstruction = result.get("reconstruction").orElseThrow();
      assertThat(Tensors.toArray(reconstruction)).isEqualTo(expected);
    }
  }

  @Test
  void saving_below_no_directory_fails() {
    assertThatThrownBy(() -> format.save(WEIGHTS, directory.resolve("none")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no such directory");
  }

  @Test
  void an_empty_directory_is_refused() {
    assertThatThrownBy(() -> format.load(directory, ARCHITECTURE))
        .isInstanceOf(IOException.class)
        .hasMessage("no SavedModel, there is no saved_model.pb in " + directory);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.001, 0.3, 0.6, 0.9, 0.999})
  void a_truncated_graph_is_refused(double kept) throws IOException {
    save();
    truncate(directory.resolve("saved_model.pb"), kept);

    assertRefused("damaged");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, 0.99})
  void truncated_variables_are_refused(double kept) throws IOException {
    save();
    truncate(directory.resolve("variables/variables.data-00000-of-00001"), kept);

    assertRefused("damaged");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.5, 0.99})
  void a_truncated_index_of_the_variables_is_refused(double kept) throws IOException {
    save();
    truncate(directory.resolve("variables/variables.index"), kept);

    assertRefused("damaged");
  }

  @Test
  void changed_variables_are_refused() throws IOException {
    save();
    Path variables = directory.resolve("variables/variables.data-00000-of-00001");
    byte[] bytes = Files.readAllBytes(variables);
    bytes[bytes.length / 2] ^= 1;
    Files.write(variables, bytes);

    assertRefused("damaged");
  }

  @Test
  void missing_variables_are_refused() throws IOException {
    save();
    Files.delete(directory.resolve("variables/variables.data-00000-of-00001"));
    Files.delete(directory.resolve("variables/variables.index"));

    assertRefused("damaged");
  }

  @Test
  void a_file_that_is_no_graph_is_refused() throws IOException {
    Files.writeString(directory.resolve("saved_model.pb"), "not a graph", StandardCharsets.UTF_8);

    assertRefused("damaged");
  }

  @Test
  void a_foreign_saved_model_is_refused() throws IOException {
    saveForeign();

    assertRefused("not one of " + ARCHITECTURE);
  }

  @Test
  void a_saved_model_of_another_architecture_is_refused() throws IOException {
    Architecture square = new Architecture(3, List.of(3, 3));
    format.save(Reference.weights(square, 2, 1), directory);
    Architecture flatter = new Architecture(3, List.of(3));

    for (Architecture other : List.of(flatter, ARCHITECTURE)) {
      assertThatThrownBy(() -> format.load(directory, other))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("not one of " + other)
          .hasMessageContaining("it is one of " + square);
    }
  }

  private void save() throws IOException {
    format.save(WEIGHTS, directory);
  }

  private static void truncate(Path file, double kept) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, (int) (bytes.length * kept)));
  }

  private void assertRefused(String reason) {
    assertThatThrownBy(() -> format.load(directory, ARCHITECTURE))
        .isInstanceOf(IOException.class)
        .hasMessageContaining(directory.toString())
        .hasMessageContaining(reason);
  }

  private void saveForeign() throws IOException {
    try (NativeSession session = new NativeSession()) {
      Ops tf = session.ops();
      Variable<TFloat32> variable = tf.variable(Shape.of(2), TFloat32.class);
      session
          .runner()
          .addTarget(tf.assign(variable, tf.constant(new float[] {1, 2})))
          .run()
          .close();
      Placeholder<TFloat32> input = tf.placeholder(TFloat32.class, Placeholder.shape(Shape.of(2)));
      Signature signature =
          Signature.builder()
              .input("x", input)
              .output("y", tf.math.mul(input, tf.identity(variable)))
              .build();
      SavedModelBundle.exporter(directory.toString())
          .withFunction(SessionFunction.create(signature, session.session()))
          .export();
    }
  }
}
