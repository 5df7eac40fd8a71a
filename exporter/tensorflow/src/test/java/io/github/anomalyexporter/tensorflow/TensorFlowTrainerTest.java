package io.github.anomalyexporter.tensorflow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.anomalyexporter.core.model.Architecture;
import io.github.anomalyexporter.core.model.Autoencoder;
import io.github.anomalyexporter.core.model.TrainedAutoencoder;
import io.github.anomalyexporter.core.model.TrainedAutoencoder.RowReport;
import io.github.anomalyexporter.core.model.TrainingOptions;
import io.github.anomalyexporter.core.model.TrainingProgress;
import io.github.anomalyexporter.core.model.TrainingRows;
import io.github.anomalyexporter.core.model.TrainingStoppedException;
import io.github.anomalyexporter.core.model.Weights;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TensorFlowTrainerTest {
  private static final int INPUTS = 6;
  private static final Architecture ARCHITECTURE = new Architecture(INPUTS, List.of(8, 3, 8));
  private static final TrainingOptions OPTIONS = new TrainingOptions(12, 4, 32, 1e-2, 1, 7);

  private final TensorFlowTrainer trainer = new TensorFlowTrainer();

  @Test
  void every_row_learns_correlated_inputs_far_better_than_their_mean() {
    TrainingRows[] rows = new TrainingRows[30];
    Arrays.setAll(rows, i -> SyntheticRows.correlated(INPUTS, 500, i));
    TrainingOptions options = new TrainingOptions(60, 10, 32, 1e-2, 1, 7);

    List<RowReport> reports =
        trainer.train(ARCHITECTURE, List.of(rows), options, TrainingProgress.SILENT).reports();

    for (int row = 0; row < rows.length; row++) {
      assertThat(reports.get(row).validationLoss()).isLessThan(variance(rows[row]) / 30);
      assertThat(reports.get(row).trainingLoss()).isLessThan(variance(rows[row]) / 30);
    }
  }

  @Test
  void one_seed_gives_the_same_weights_bit_for_bit_and_another_seed_others() {
    TrainingRows[] rows = {
      SyntheticRows.correlated(INPUTS, 200, 1), SyntheticRows.correlated(INPUTS, 330, 2)
    };
    TrainingOptions otherSeed = new TrainingOptions(12, 4, 32, 1e-2, 1, 8);

    Weights weights = train(OPTIONS, rows).weights();

    assertThat(values(train(OPTIONS, rows).weights())).isEqualTo(values(weights));
    assertThat(values(train(otherSeed, rows).weights())).isNotEqualTo(values(weights));
  }

  @Test
  void a_short_history_learns_the_same_alone_and_beside_a_long_one() {
    TrainingRows brief = SyntheticRows.correlated(INPUTS, 70, 1);
    TrainingRows lasting = SyntheticRows.correlated(INPUTS, 900, 2);

    TrainedAutoencoder alone = train(OPTIONS, brief);
    TrainedAutoencoder together = train(OPTIONS, brief, lasting);

    assertSameRow(together, alone);
  }

  @Test
  void a_row_learns_the_same_in_a_stack_of_more_than_one_group() {
    TrainingRows[] rows = new TrainingRows[150];
    Arrays.setAll(rows, i -> SyntheticRows.correlated(INPUTS, 50 + i, i));
    TrainingRows[] missingBefore = rows.clone();
    Arrays.fill(missingBefore, 0, 149, SyntheticRows.missing(INPUTS, 10));

    TrainedAutoencoder together = train(OPTIONS, rows);
    TrainedAutoencoder alone = train(OPTIONS, missingBefore);

    assertThat(values(together.weights().select(149)))
        .usingComparatorWithPrecision(1e-4f)
        .containsExactly(values(alone.weights().select(149)));
  }

  @Test
  void a_row_that_has_had_its_best_epoch_does_not_go_on_with_the_others() {
    float[] irregular = SyntheticRows.values(INPUTS, 100, 1);
    System.arraycopy(SyntheticRows.noise(INPUTS, 20, 1), 0, irregular, 80 * INPUTS, 20 * INPUTS);
    TrainingRows early = SyntheticRows.of(irregular, INPUTS);
    TrainingRows steady = SyntheticRows.correlated(INPUTS, 1000, 2);
    TrainingOptions options = new TrainingOptions(40, 2, 16, 5e-3, 1, 7);

    TrainedAutoencoder alone = train(options, early);
    TrainedAutoencoder together = train(options, early, steady);

    assertThat(together.reports().get(0).bestEpoch())
        .isPositive()
        .isLessThan(together.reports().get(1).bestEpoch() - options.patience());
    assertSameRow(together, alone);
  }

  @Test
  void every_row_has_the_weights_of_its_own_best_epoch() {
    float[] irregular = SyntheticRows.values(INPUTS, 200, 1);
    System.arraycopy(SyntheticRows.noise(INPUTS, 40, 1), 0, irregular, 160 * INPUTS, 40 * INPUTS);
    List<TrainingRows> rows =
        List.of(SyntheticRows.of(irregular, INPUTS), SyntheticRows.correlated(INPUTS, 500, 2));

    TrainedAutoencoder trained =
        trainer.train(ARCHITECTURE, rows, OPTIONS, TrainingProgress.SILENT);

    assertThat(trained.reports().get(0).bestEpoch())
        .isNotEqualTo(trained.reports().get(1).bestEpoch());
    for (int row = 0; row < rows.size(); row++) {
      assertThat(validationLoss(trained.weights(), row, rows.get(row)))
          .isCloseTo(trained.reports().get(row).validationLoss(), within(1e-6));
    }
  }

  @Test
  void a_missing_cell_is_not_learned_from() {
    float[] values = SyntheticRows.values(INPUTS, 200, 1);
    for (int cell = 2; cell < values.length; cell += INPUTS) {
      values[cell] = Float.NaN;
    }
    float[] infinite = values.clone();
    for (int cell = 2; cell < values.length; cell += INPUTS) {
      infinite[cell] = Float.NEGATIVE_INFINITY;
    }

    TrainingOptions oneEpoch = new TrainingOptions(1, 4, 32, 1e-2, 1, 7);

    Weights weights = train(OPTIONS, SyntheticRows.of(values, INPUTS)).weights();
    Weights before = train(oneEpoch, SyntheticRows.of(values, INPUTS)).weights();

    int output = ARCHITECTURE.layers() - 1;
    assertThat(weights.bias(output)[2]).isEqualTo(before.bias(output)[2]);
    assertThat(weights.bias(output)[1]).isNotEqualTo(before.bias(output)[1]);
    assertThat(values(train(OPTIONS, SyntheticRows.of(infinite, INPUTS)).weights()))
        .isEqualTo(values(weights));
  }

  @Test
  void a_loss_is_over_the_present_cells_only() {
    float[] values = SyntheticRows.noise(INPUTS, 200, 1);
    for (int cell = 0; cell < values.length; cell++) {
      values[cell] = cell % INPUTS == 0 ? values[cell] : Float.NaN;
    }
    TrainingRows rows = SyntheticRows.of(values, INPUTS);

    TrainedAutoencoder trained = train(OPTIONS, rows);

    assertThat(validationLoss(trained.weights(), 0, rows))
        .isCloseTo(trained.reports().get(0).validationLoss(), within(1e-6));
  }

  @Test
  void a_row_with_nothing_but_missing_cells_has_no_best_epoch_and_does_not_disturb_others() {
    TrainingRows rows = SyntheticRows.correlated(INPUTS, 200, 1);

    TrainedAutoencoder alone = train(OPTIONS, rows);
    TrainedAutoencoder together = train(OPTIONS, rows, SyntheticRows.missing(INPUTS, 300));

    assertThat(together.reports().get(1)).isEqualTo(new RowReport(0, Double.NaN, Double.NaN));
    assertThat(together.weights().isFinite(1)).isTrue();
    assertSameRow(together, alone);
  }

  @Test
  void a_row_of_huge_values_does_not_disturb_others() {
    float[] huge = SyntheticRows.values(INPUTS, 200, 2);
    for (int cell = 0; cell < huge.length; cell++) {
      huge[cell] *= 1e30f;
    }
    TrainingRows rows = SyntheticRows.correlated(INPUTS, 200, 1);

    TrainedAutoencoder alone = train(OPTIONS, rows);
    TrainedAutoencoder together = train(OPTIONS, rows, SyntheticRows.of(huge, INPUTS));

    assertThat(together.reports().get(1).bestEpoch()).isZero();
    assertThat(together.weights().isFinite(1)).isTrue();
    assertSameRow(together, alone);
  }

  @Test
  void a_row_whose_validation_part_is_missing_goes_by_its_training_loss() {
    float[] values = SyntheticRows.values(INPUTS, 200, 1);
    Arrays.fill(values, 160 * INPUTS, values.length, Float.NaN);

    RowReport report = train(OPTIONS, SyntheticRows.of(values, INPUTS)).reports().get(0);

    assertThat(report.bestEpoch()).isPositive();
    assertThat(report.trainingLoss()).isPositive();
    assertThat(report.validationLoss()).isNaN();
  }

  @Test
  void training_ends_when_no_row_has_improved_for_so_long() {
    AtomicInteger epochs = new AtomicInteger();

    trainer.train(
        ARCHITECTURE,
        List.of(SyntheticRows.missing(INPUTS, 20)),
        OPTIONS,
        (epoch, atMost, loss) -> {
          assertThat(loss).isNaN();
          return epochs.incrementAndGet() == epoch;
        });

    assertThat(epochs).hasValue(OPTIONS.patience());
  }

  @Test
  void progress_is_reported_for_every_epoch_and_may_stop_training() {
    TrainingRows rows = SyntheticRows.correlated(INPUTS, 100, 1);
    AtomicInteger last = new AtomicInteger();
    TrainingProgress untilThird =
        (epoch, epochs, loss) -> {
          assertThat(epoch).isEqualTo(last.incrementAndGet());
          assertThat(epochs).isEqualTo(OPTIONS.epochs());
          assertThat(loss).isPositive();
          return epoch < 3;
        };

    assertThatThrownBy(() -> trainer.train(ARCHITECTURE, List.of(rows), OPTIONS, untilThird))
        .isInstanceOf(TrainingStoppedException.class);
    assertThat(last).hasValue(3);
  }

  @Test
  void an_interrupted_thread_stops_training_and_stays_interrupted() {
    TrainingRows rows = SyntheticRows.correlated(INPUTS, 100, 1);
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> train(OPTIONS, rows)).isInstanceOf(TrainingStoppedException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void rows_of_another_width_are_refused() {
    TrainingRows narrow = SyntheticRows.correlated(INPUTS - 1, 100, 1);

    assertThatThrownBy(() -> train(OPTIONS, narrow))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("row 0 of the stack has 5 inputs, the architecture 6");
    assertThatThrownBy(() -> train(OPTIONS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no row of the stack to train");
  }

  private TrainedAutoencoder train(TrainingOptions options, TrainingRows... rows) {
    return trainer.train(ARCHITECTURE, List.of(rows), options, TrainingProgress.SILENT);
  }

  private static void assertSameRow(TrainedAutoencoder together, TrainedAutoencoder alone) {
    assertThat(together.reports().get(0).bestEpoch()).isEqualTo(alone.reports().get(0).bestEpoch());
    assertThat(values(together.weights().select(0)))
        .usingComparatorWithPrecision(1e-4f)
        .containsExactly(values(alone.weights().select(0)));
  }

  private static float[] values(Weights weights) {
    return weights.arrays().stream()
        .reduce(
            new float[0],
            (joined, more) -> {
              float[] longer = Arrays.copyOf(joined, joined.length + more.length);
              System.arraycopy(more, 0, longer, joined.length, more.length);
              return longer;
            });
  }

  private static double validationLoss(Weights weights, int row, TrainingRows rows) {
    float[] inputs =
        Arrays.copyOfRange(rows.values(), rows.trainingRows() * INPUTS, rows.values().length);
    int[] stackRows = new int[inputs.length / INPUTS];
    Arrays.fill(stackRows, row);
    double squares = 0;
    int cells = 0;
    try (Autoencoder autoencoder = new TensorFlowInference().open(weights)) {
      float[] reconstructed = autoencoder.reconstruct(inputs, stackRows);
      for (int i = 0; i < inputs.length; i++) {
        if (!Float.isNaN(inputs[i])) {
          squares += Math.pow(reconstructed[i] - inputs[i], 2);
          cells++;
        }
      }
    }
    return squares / cells;
  }

  private static double variance(TrainingRows rows) {
    double variance = 0;
    for (int input = 0; input < INPUTS; input++) {
      double sum = 0;
      double squares = 0;
      for (int row = 0; row < rows.rows(); row++) {
        double value = rows.values()[row * INPUTS + input];
        sum += value;
        squares += value * value;
      }
      variance += squares / rows.rows() - Math.pow(sum / rows.rows(), 2);
    }
    return variance / INPUTS;
  }
}
