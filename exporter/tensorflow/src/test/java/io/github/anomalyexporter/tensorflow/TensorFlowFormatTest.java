package io.github.anomalyexporter.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.anomalyexporter.core.model.Architecture;
import io.github.anomalyexporter.core.model.Autoencoder;
import io.github.anomalyexporter.core.model.Weights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.Result;
import org.tensorflow.SavedModelBundle;
import org.tensorflow.Tensor;
import org.tensorflow.ndarray.Shape;
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
  void the_saved_model_serves_by_named_inputs_and_outputs() throws IOException {
    float[] expected;
    try (Autoencoder opened = new TensorFlowInference().open(WEIGHTS)) {
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
}
