package io.github.anomalyexporter.core.detector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.anomalyexporter.core.feature.FittedScaler;
import io.github.anomalyexporter.core.feature.FittedScaler.Kind;
import io.github.anomalyexporter.core.feature.FittedScaler.Parameters;
import io.github.anomalyexporter.core.feature.TestFeatures;
import io.github.anomalyexporter.core.model.Autoencoder;
import io.github.anomalyexporter.core.model.Weights;
import java.util.List;
import org.junit.jupiter.api.Test;

class ImputationTest {
  private static final float NONE = Float.NaN;

  /** Knows that its two inputs are always equal; missing ones are filled with 0. */
  private static final class EqualInputs implements Autoencoder {
    private int calls;

    @Override
    public Weights weights() {
      throw new UnsupportedOperationException();
    }

    @Override
    public float[] reconstruct(float[] inputs, int[] stackRows) {
      calls++;
      float[] reconstructed = new float[inputs.length];
      for (int i = 0; i < inputs.length; i += 2) {
        float mean = (filled(inputs[i]) + filled(inputs[i + 1])) / 2;
        reconstructed[i] = mean;
        reconstructed[i + 1] = mean;
      }
      return reconstructed;
    }

    private static float filled(float value) {
      return Float.isNaN(value) ? 0 : value;
    }

    @Override
    public void close() {}
  }

  private final EqualInputs autoencoder = new EqualInputs();

  private float[] reconstruct(Kind second, float... seen) {
    FittedScaler scaler =
        FittedScaler.of(
            TestFeatures.of("cpu", "disk"),
            List.of(
                new Parameters(Kind.VARYING, 0, 1, 0, 0, 1),
                new Parameters(second, 0, 1, 0, 0, 1)));
    return Imputation.reconstruct(autoencoder, seen, new int[seen.length / 2], List.of(scaler));
  }

  @Test
  void complete_rows_are_reconstructed_once() {
    assertThat(reconstruct(Kind.VARYING, 0.2f, 0.4f))
        .containsExactly(new float[] {0.3f, 0.3f}, within(1e-6f));
    assertThat(autoencoder.calls).isEqualTo(1);
  }

  @Test
  void a_missing_input_does_not_cost_the_others_their_reconstruction() {
    float[] reconstructed = reconstruct(Kind.VARYING, 0.8f, NONE);

    assertThat(reconstructed[0]).as("0.4 with the fill").isCloseTo(0.8f, within(0.03f));
    assertThat(reconstructed[1]).isCloseTo(0.8f, within(0.03f));
  }

  @Test
  void complete_rows_beside_incomplete_ones_stay_as_they_are() {
    assertThat(reconstruct(Kind.VARYING, 0.8f, NONE, 0.2f, 0.4f))
        .endsWith(new float[] {0.3f, 0.3f}, within(1e-6f));
  }

  @Test
  void what_the_model_does_not_know_is_not_filled_in() {
    for (Kind kind : List.of(Kind.UNKNOWN, Kind.CONSTANT)) {
      assertThat(reconstruct(kind, 0.8f, NONE)[0]).isCloseTo(0.4f, within(1e-6f));
    }
    assertThat(autoencoder.calls).isEqualTo(2);
  }

  @Test
  void what_is_filled_in_is_within_what_the_network_may_see() {
    assertThat(reconstruct(Kind.VARYING, 100, NONE)[0]).isCloseTo(51, within(1e-4f));
  }

  @Test
  void without_samples_there_is_nothing_to_reconstruct() {
    assertThat(reconstruct(Kind.VARYING)).isEmpty();
  }
}
