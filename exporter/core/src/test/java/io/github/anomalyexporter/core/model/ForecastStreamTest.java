package io.github.anomalyexporter.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class ForecastStreamTest {
  private static final float NONE = Float.NaN;
  private static final int LAGS = Forecast.LAGS;
  private static final int MEMORY = ForecastStream.MEMORY;
  private static final Duration STEP = Duration.ofMinutes(1);
  private static final int INPUTS = 2;

  /**
   * Each input is forecast to stay as it was five rows before, plus a tenth of the other one in the
   * row before; around 1 and -1.
   */
  private static Forecast persistence() {
    float[] autoregression = new float[(LAGS * INPUTS + 1) * INPUTS];
    int last = (LAGS - 1) * INPUTS * INPUTS;
    autoregression[last] = 1;
    autoregression[last + 3] = 1;
    autoregression[1] = 0.1f;
    autoregression[2] = 0.1f;
    return new Forecast(INPUTS, autoregression, new float[] {1, -1}, new float[] {0.5f, 2});
  }

  /** The innovations and deviations of rows. */
  private static final class Taken {
    final float[] innovations;
    final float[] deviations;

    /**
     * @param from first row that the stream takes
     */
    Taken(float[] rows, int from, boolean... known) {
      this.innovations = new float[rows.length];
      this.deviations = new float[rows.length];
      ForecastStream stream = new ForecastStream(persistence(), known, STEP);
      for (int row = from; row < rows.length / INPUTS; row++) {
        TimeOfDay time = new TimeOfDay(row * STEP.toMillis());
        stream.next(rows, row * INPUTS, time, innovations, deviations);
      }
    }
  }

  private static float[] rows(SplittableRandom random, int count, double missing) {
    float[] rows = new float[count * INPUTS];
    boolean gap = false;
    for (int row = 0; row < count; row++) {
      gap = gap ? random.nextInt(30) > 0 : random.nextDouble() < missing / 10;
      for (int input = 0; input < INPUTS; input++) {
        rows[row * INPUTS + input] =
            (gap && input == 0) || random.nextDouble() < missing
                ? NONE
                : (float) random.nextGaussian();
      }
    }
    return rows;
  }

  @Property(tries = 200)
  void rows_depend_on_the_last_ones_alone(
      @ForAll long seed, @ForAll @DoubleRange(max = 0.3) double missing, @ForAll boolean known) {
    float[] rows = rows(new SplittableRandom(seed), MEMORY + 200, missing);
    Taken all = new Taken(rows, 0, true, known);
    for (int row = MEMORY; row < MEMORY + 200; row += 7) {
      Taken last = new Taken(rows, row - MEMORY, true, known);
      for (int cell = row * INPUTS; cell < rows.length; cell++) {
        // Boxed, so that a missing value equals another.
        assertThat(last.innovations[cell]).isEqualTo(Float.valueOf(all.innovations[cell]));
        assertThat(last.deviations[cell]).isEqualTo(Float.valueOf(all.deviations[cell]));
      }
    }
  }

  /** The bound is no larger than it has to be: five rows, and a gap up to the last row's lags. */
  @Test
  void the_first_of_the_last_rows_may_count() {
    float[] rows = rows(new SplittableRandom(1), MEMORY + 1, 0);
    // One input is missing, so that the other one is known in each row.
    for (int row = 0; row <= MEMORY - LAGS; row++) {
      rows[row * INPUTS] = row == 0 ? 3 : NONE;
    }
    float all = new Taken(rows, 0, true, true).innovations[MEMORY * INPUTS];

    assertThat(new Taken(rows, 1, true, true).innovations[MEMORY * INPUTS]).isNotEqualTo(all);
  }

  @Test
  void a_gap_is_filled_with_its_predictions() {
    float[] rows = new float[2 * 20];
    for (int row = 0; row < 20; row++) {
      rows[2 * row] = row == 12 ? NONE : 7;
    }
    Taken taken = new Taken(rows, 0, true, true);

    assertThat(taken.innovations[2 * 12]).isNaN();
    assertThat(taken.innovations[2 * 13]).as("after a missing value it is unknown").isNaN();
    assertThat(taken.innovations[2 * 14]).isZero();
    assertThat(taken.innovations[2 * 17])
        .as("predicted from the value that 12 was filled with")
        .isCloseTo(0, within(1e-6f));
    assertThat(taken.deviations[2 * 12]).isNaN();
    assertThat(taken.deviations[2 * 13]).isEqualTo(6);
  }

  @Test
  void before_the_first_row_everything_has_its_seasonal_level() {
    Taken taken = new Taken(new float[] {1, -1, 1, -1, 1, -1}, 0, true, true);

    assertThat(taken.innovations[0]).isNaN();
    // 1 five rows before, and a tenth of the other input.
    assertThat(taken.innovations[2]).isCloseTo((1 - (1 - 0.1f)) / 0.5f, within(1e-6f));
    assertThat(taken.deviations).containsOnly(0);
  }
}
