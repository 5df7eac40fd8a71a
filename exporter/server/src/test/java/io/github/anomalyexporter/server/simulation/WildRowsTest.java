package io.github.anomalyexporter.server.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.autoencoder.AutoencoderRow;
import io.github.anomalyexporter.core.autoencoder.AutoencoderStack;
import io.github.anomalyexporter.core.detector.DetectorTraining;
import io.github.anomalyexporter.core.feature.FittedScaler.Kind;
import io.github.anomalyexporter.core.feature.FittedScaler.Parameters;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.model.TrainingProgress;
import io.github.anomalyexporter.evaluation.variant.UntrainedNetwork;
import io.github.anomalyexporter.testing.fleet.SimulatedHost;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** The effect of a few wild rows in a history on the scaler and the threshold. */
class WildRowsTest {
  private static final int COLUMNS = Simulation.FEATURES.features().size();
  private static final int MOST_ROWS = 4;
  private static final SimulatedHost HOST = Simulation.FLEET.hosts().iterator().next();

  /** So long that a day is known by its mean. */
  private static final Frame HISTORY =
      Simulation.FRAMES.history(
          List.of(HOST),
          Simulation.HISTORY_START,
          Simulation.HISTORY_START.plus(Duration.ofHours(30)));

  private static final DetectorTraining TRAINING = Simulation.training(new UntrainedNetwork());
  private static final float[] LARGEST = largest();
  private static final AutoencoderRow CALM = learn(HISTORY);

  /** The largest value of each feature; 1 where that is 0. */
  private static float[] largest() {
    float[] cells = HISTORY.cells(0);
    float[] largest = new float[COLUMNS];
    for (int i = 0; i < cells.length; i++) {
      largest[i % COLUMNS] = Math.max(largest[i % COLUMNS], cells[i]);
    }
    for (int column = 0; column < COLUMNS; column++) {
      largest[column] = largest[column] > 0 ? largest[column] : 1;
    }
    return largest;
  }

  private static AutoencoderRow learn(Frame history) {
    return AutoencoderStack.of(
            Objects.requireNonNull(
                TRAINING
                    .trainAll(
                        history, Map.of(), null, history.range().end(), TrainingProgress.SILENT)
                    .detector()))
        .rows()
        .get(1);
  }

  /** Of each feature a multiple of its largest value, or NaN where it stays as it is. */
  @Provide
  Arbitrary<List<Float>> wildRow() {
    return Arbitraries.oneOf(
            Arbitraries.just(Float.NaN), Arbitraries.floats(), Arbitraries.floats().between(-5, 5))
        .list()
        .ofSize(COLUMNS);
  }

  @Property(tries = 15, seed = "11")
  void a_few_rows_with_any_values_change_little(
      @ForAll @Size(min = 1, max = MOST_ROWS) List<@IntRange(min = 20, max = 1780) Integer> rows,
      @ForAll("wildRow") List<Float> wild) {
    float[] cells = HISTORY.cells(0).clone();
    for (int row : rows) {
      for (int column = 0; column < COLUMNS; column++) {
        int cell = row * COLUMNS + column;
        // A feature that the host does not have stays away.
        if (!Float.isNaN(wild.get(column)) && !Float.isNaN(cells[cell])) {
          cells[cell] = wild.get(column) * LARGEST[column];
        }
      }
    }
    AutoencoderRow learned =
        learn(new Frame(HISTORY.range(), HISTORY.columns(), HISTORY.instances(), List.of(cells)));

    for (int input = 0; input < Simulation.FEATURES.size(); input++) {
      assertLittleChanged(input, learned);
    }
    assertThat(
            learned.trained().calibration().threshold() / CALM.trained().calibration().threshold())
        .as("threshold")
        .isBetween(0.5, 6.0);
  }

  private static void assertLittleChanged(int input, AutoencoderRow learned) {
    String name = Simulation.FEATURES.name(input);
    Parameters before = CALM.scaler().parameters(input);
    Parameters after = learned.scaler().parameters(input);
    if (before.kind() != Kind.VARYING) {
      // One that was constant is known by its few moves; none of them blinds it.
      assertThat(after.deviation()).as(name).isLessThanOrEqualTo(before.deviation());
      return;
    }
    assertThat(Math.abs(after.mean() - before.mean()) / before.deviation())
        .as("mean of %s", name)
        .isLessThan(0.15);
    assertThat(after.deviation() / before.deviation())
        .as("deviation of %s", name)
        .isBetween(0.9, 2.0);
    assertThat(
            learned.forecast().innovationScale()[input]
                * after.deviation()
                / (CALM.forecast().innovationScale()[input] * before.deviation()))
        .as("spread of innovations of %s", name)
        // Up to four rows are left out of it, but not the rows that are forecast from them.
        .isBetween(0.8, 15.0);
  }
}
