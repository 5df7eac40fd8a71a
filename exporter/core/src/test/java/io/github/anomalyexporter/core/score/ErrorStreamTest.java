package io.github.anomalyexporter.core.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.feature.FittedScaler;
import io.github.anomalyexporter.core.feature.FittedScaler.Kind;
import io.github.anomalyexporter.core.feature.TestFeatures;
import io.github.anomalyexporter.core.score.ReconstructionError.Parameters;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** Row by row, the same comes out as of all rows at once. */
class ErrorStreamTest {
  private static final int INPUTS = 7;
  private static final int ROWS = 200;

  private static ReconstructionError error(double freedom) {
    FeatureSet features =
        TestFeatures.of(IntStream.range(0, INPUTS).mapToObj(i -> "f" + i).toArray(String[]::new));
    FittedScaler scaler =
        FittedScaler.of(
            features, Collections.nCopies(INPUTS, new FittedScaler.Parameters(Kind.VARYING, 0, 1)));
    List<Float> scales = Collections.nCopies(INPUTS, 0.5f);
    return ReconstructionError.of(
        scaler, new Parameters(scales, scales, freedom, Double.POSITIVE_INFINITY, 2, 3));
  }

  /** With gaps of cells and of rows, and some incidents. */
  private static float[] residuals(SplittableRandom random, double missing) {
    float[] values = new float[ROWS * INPUTS];
    for (int row = 0; row < ROWS; row++) {
      boolean gap = random.nextDouble() < missing;
      double size = random.nextDouble() < 0.05 ? 20 : 1;
      for (int input = 0; input < INPUTS; input++) {
        values[row * INPUTS + input] =
            gap || random.nextDouble() < missing
                ? Float.NaN
                : (float) (size * random.nextGaussian());
      }
    }
    return values;
  }

  @Property(tries = 40)
  void errors_and_coverages_are_those_of_all_rows(
      @ForAll long seed,
      @ForAll @DoubleRange(max = 0.5) double missing,
      @ForAll @IntRange(min = 1, max = 100) int freedom) {
    SplittableRandom random = new SplittableRandom(seed);
    ReconstructionError error = error(freedom);
    Residuals all = new Residuals(INPUTS, residuals(random, missing), residuals(random, missing));
    double[] errors = error.errors(all);
    double[] coverages = Coverage.of(all, input -> true);
    boolean[] expected = new boolean[INPUTS];
    Arrays.fill(expected, true);
    ErrorStream stream = error.stream();
    for (int row = 0; row < ROWS; row++) {
      stream.next(
          all.innovationResiduals(),
          all.innovationResiduals(),
          all.seasonalDeviations(),
          row * INPUTS,
          expected,
          new double[INPUTS]);
      if (Double.isNaN(errors[row])) {
        assertThat(stream.error()).isNaN();
      } else {
        assertThat(stream.error()).isCloseTo(errors[row], within(1e-5 * errors[row] + 1e-9));
      }
      assertThat(stream.coverage()).isCloseTo(coverages[row], within(1e-6));
      assertShares(all, freedom, row, stream);
    }
  }

  /** Computes the shares of a row from all squares, as they are defined. */
  private static void assertShares(Residuals all, int freedom, int row, ErrorStream stream) {
    double[] means = new double[INPUTS];
    for (int input = 0; input < INPUTS; input++) {
      means[input] =
          Math.sqrt(
              sum(all.innovationResiduals(), input, row, freedom, new Smoothing(60, 3, 10, 30))
                  * sum(all.seasonalDeviations(), input, row, 1e12, new Smoothing(8, 1)));
    }
    double total = Arrays.stream(means).sum();
    float[] shares = new float[INPUTS];
    stream.shares(shares, 0);
    for (int input = 0; input < INPUTS; input++) {
      assertThat((double) shares[input])
          .isCloseTo(total > 0 ? means[input] / total : 0, within(0.005));
    }
  }

  private static double sum(
      float[] residuals, int input, int row, double freedom, Smoothing smoothing) {
    double sum = 0;
    for (int age = 0; age < smoothing.rows() && age <= row; age++) {
      double size = residuals[(row - age) * INPUTS + input] / 0.5;
      if (!Double.isNaN(size)) {
        double square = Math.min(size * size, SquaredResiduals.LARGEST);
        sum += smoothing.weight(age) * freedom * Math.log1p(square / freedom);
      }
    }
    return sum;
  }

  /** A large square that leaves the smoothing leaves nothing behind. */
  @Property(tries = 20)
  void shares_do_not_drift(@ForAll long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ReconstructionError error = error(1e9);
    boolean[] expected = new boolean[INPUTS];
    ErrorStream stream = error.stream();
    float[] row = new float[INPUTS];
    for (int i = 0; i < 50_000; i++) {
      for (int input = 0; input < INPUTS; input++) {
        row[input] = (float) ((i % 997 == 0 ? 1_000 : 0.01) * random.nextGaussian());
      }
      stream.next(row, row, row, 0, expected, new double[INPUTS]);
    }
    Arrays.fill(row, 0.01f);
    for (int i = 0; i < ReconstructionError.WINDOW; i++) {
      stream.next(row, row, row, 0, expected, new double[INPUTS]);
    }
    float[] shares = new float[INPUTS];
    stream.shares(shares, 0);
    for (float share : shares) {
      assertThat(share).isCloseTo(1f / INPUTS, within(0.01f));
    }
  }
}
