package io.github.anomalyexporter.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.anomalyexporter.core.model.Architecture;
import io.github.anomalyexporter.core.model.Autoencoder;
import io.github.anomalyexporter.core.model.Inference;
import io.github.anomalyexporter.core.model.Weights;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What every implementation of an autoencoder does. */
abstract class AutoencoderContract {
  private static final Weights WEIGHTS =
      Reference.weights(new Architecture(3, List.of(4, 2)), 5, 1);

  private final Autoencoder autoencoder;

  AutoencoderContract(Inference inference) {
    autoencoder = inference.open(WEIGHTS);
  }

  @AfterEach
  void close() {
    autoencoder.close();
  }

  @Test
  void every_sample_is_reconstructed_by_its_own_row_of_the_stack() {
    float[] inputs = {0.1f, 0.9f, -1f, 0.1f, 0.9f, -1f, 0.4f, 0.2f, 0.3f};

    float[] reconstructed = autoencoder.reconstruct(inputs, new int[] {4, 0, 4});

    assertSample(reconstructed, 0, Reference.reconstruct(WEIGHTS, 4, 0.1f, 0.9f, -1f));
    assertSample(reconstructed, 1, Reference.reconstruct(WEIGHTS, 0, 0.1f, 0.9f, -1f));
    assertSample(reconstructed, 2, Reference.reconstruct(WEIGHTS, 4, 0.4f, 0.2f, 0.3f));
  }

  @Test
  void a_group_of_samples_is_reconstructed_by_its_row() {
    float[] inputs = {
      0.1f,
      0.9f,
      -1f,
      0.4f,
      0.2f,
      0.3f, // by row 2
      0.1f,
      0.9f,
      -1f,
      0.7f,
      Float.NaN,
      0.5f // by row 4
    };

    float[] reconstructed = autoencoder.reconstruct(inputs, new int[] {2, 4});

    assertSample(reconstructed, 0, Reference.reconstruct(WEIGHTS, 2, 0.1f, 0.9f, -1f));
    assertSample(reconstructed, 1, Reference.reconstruct(WEIGHTS, 2, 0.4f, 0.2f, 0.3f));
    assertSample(reconstructed, 2, Reference.reconstruct(WEIGHTS, 4, 0.1f, 0.9f, -1f));
    assertSample(reconstructed, 3, Reference.reconstruct(WEIGHTS, 4, 0.7f, 0f, 0.5f));
  }

  @Test
  void a_group_may_be_empty() {
    assertThat(autoencoder.reconstruct(new float[0], new int[] {3})).isEmpty();
  }

  @Test
  void a_missing_input_is_reconstructed_from_as_0() {
    float[] reconstructed =
        autoencoder.reconstruct(
            new float[] {0.1f, Float.NaN, Float.POSITIVE_INFINITY}, new int[] {3});

    assertSample(reconstructed, 0, Reference.reconstruct(WEIGHTS, 3, 0.1f, 0f, 0f));
  }

  @Test
  void the_inputs_may_be_overwritten_by_their_reconstruction() {
    float[] inputs = {0.1f, 0.9f, -1f, 0.4f, Float.NaN, 0.3f};
    float[] expected = autoencoder.reconstruct(inputs, new int[] {2, 4});

    autoencoder.reconstruct(inputs, new int[] {2, 4}, inputs);

    assertThat(inputs).isEqualTo(expected);
  }

  @Test
  void the_largest_inputs_are_reconstructed_to_numbers() {
    float[] reconstructed =
        autoencoder.reconstruct(
            new float[] {Float.MAX_VALUE, -Float.MAX_VALUE, Float.MAX_VALUE}, new int[] {0});

    for (float value : reconstructed) {
      assertThat(value).isFinite();
    }
  }

  @Test
  void no_samples_give_an_empty_reconstruction() {
    assertThat(autoencoder.reconstruct(new float[0], new int[0])).isEmpty();
  }

  @Test
  void more_samples_than_one_run_takes_are_reconstructed_alike() {
    int samples = 300_000;
    float[] inputs = new float[samples * 3];
    Arrays.fill(inputs, 0.25f);
    int[] stackRows = new int[samples];
    Arrays.setAll(stackRows, i -> i % 5);
    float[] one = autoencoder.reconstruct(new float[] {0.25f, 0.25f, 0.25f}, new int[] {4});

    float[] reconstructed = autoencoder.reconstruct(inputs, stackRows);

    for (int sample = 4; sample < samples; sample += 5) {
      assertThat(Arrays.copyOfRange(reconstructed, sample * 3, sample * 3 + 3)).isEqualTo(one);
    }
  }

  @Test
  void more_groups_than_one_run_takes_are_reconstructed_alike() {
    int groups = 30_000;
    float[] inputs = new float[groups * 60 * 3];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = (i / 3 % 60) / 60f;
    }
    int[] stackRows = new int[groups];
    Arrays.setAll(stackRows, i -> i % 5);
    float[] one = autoencoder.reconstruct(Arrays.copyOf(inputs, 60 * 3), new int[] {4});

    float[] reconstructed = autoencoder.reconstruct(inputs, stackRows);

    for (int group = 4; group < groups; group += 5) {
      assertThat(Arrays.copyOfRange(reconstructed, group * 180, group * 180 + 180))
          .containsExactly(one, within(1e-6f));
    }
  }

  @Test
  void samples_that_do_not_fit_are_refused() {
    assertThatThrownBy(() -> autoencoder.reconstruct(new float[4], new int[1]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("4 values are not equal groups of samples of 3 inputs for 1 rows");
    assertThatThrownBy(() -> autoencoder.reconstruct(new float[9], new int[2]))
        .as("three samples for two rows")
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> autoencoder.reconstruct(new float[3], new int[0]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> autoencoder.reconstruct(new float[3], new int[] {5}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no row 5 in a stack of 5");
    assertThatThrownBy(() -> autoencoder.reconstruct(new float[3], new int[] {-1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no row -1 in a stack of 5");
    assertThatThrownBy(() -> autoencoder.reconstruct(new float[3], new int[1], new float[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("3 values cannot be reconstructed into 2");
  }

  @Test
  void every_use_after_closing_is_an_illegal_state() {
    autoencoder.close();
    autoencoder.close();

    assertThatThrownBy(() -> autoencoder.reconstruct(new float[3], new int[1]))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the autoencoder is closed");
  }

  @Test
  void threads_may_reconstruct_at_once_and_closing_waits_for_them()
      throws InterruptedException, ExecutionException {
    int threads = 2;
    CountDownLatch underWay = new CountDownLatch(threads);
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      Future<Integer> first = executor.submit(() -> reconstructUntilClosed(0, underWay));
      Future<Integer> second = executor.submit(() -> reconstructUntilClosed(1, underWay));
      underWay.await();

      autoencoder.close();

      assertThat(first.get()).isGreaterThanOrEqualTo(20);
      assertThat(second.get()).isGreaterThanOrEqualTo(20);
    } finally {
      executor.shutdownNow();
    }
  }

  /** Counts the calls that have given the right answer. */
  private int reconstructUntilClosed(int row, CountDownLatch underWay) {
    float[] inputs = SyntheticRows.values(3, 500, row);
    int[] stackRows = new int[500];
    Arrays.fill(stackRows, row);
    float[] expected = autoencoder.reconstruct(inputs, stackRows);
    int calls = 0;
    try {
      while (true) {
        assertThat(autoencoder.reconstruct(inputs, stackRows)).isEqualTo(expected);
        calls++;
        if (calls == 20) {
          underWay.countDown();
        }
      }
    } catch (IllegalStateException closed) {
      assertThat(closed).hasMessage("the autoencoder is closed");
      return calls;
    }
  }

  private static void assertSample(float[] reconstructed, int sample, double[] expected) {
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) reconstructed[sample * expected.length + i])
          .isCloseTo(expected[i], within(1e-5));
    }
  }
}
