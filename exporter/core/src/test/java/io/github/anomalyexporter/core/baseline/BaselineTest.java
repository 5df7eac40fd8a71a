package io.github.anomalyexporter.core.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.anomalyexporter.core.evaluation.RowScorer;
import io.github.anomalyexporter.core.evaluation.RowScores;
import io.github.anomalyexporter.core.feature.Feature;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.feature.Transform;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.model.TrainingProgress;
import io.github.anomalyexporter.core.score.ThresholdMethod;
import io.github.anomalyexporter.core.score.ThresholdOptions;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BaselineTest {
  private static final Duration STEP = Duration.ofMinutes(1);
  private static final ThresholdOptions THRESHOLD =
      ThresholdOptions.DEFAULT.withMethod(ThresholdMethod.QUANTILE).withQuantile(0.99);
  private static final FeatureSet FEATURES =
      new FeatureSet(List.of(feature("cpu"), feature("load")), List.of(), STEP);

  static Stream<Baseline> all() {
    return Stream.of(Baseline.principalComponents(THRESHOLD), Baseline.isolationForest(THRESHOLD));
  }

  private static Feature feature(String name) {
    return new Feature(name, "", "", Transform.NONE, false);
  }

  /** Load follows cpu; in the rows from {@code broken} on both are far off, and apart. */
  private static Frame frame(int rows, int broken) {
    SplittableRandom random = new SplittableRandom(rows);
    float[] cells = new float[2 * rows];
    for (int row = 0; row < rows; row++) {
      cells[2 * row] = (float) random.nextGaussian() + (row < broken ? 0 : 10);
      cells[2 * row + 1] = (row < broken ? 3 : -3) * cells[2 * row];
    }
    return new Frame(
        TimeRange.endingAt(Instant.EPOCH, STEP, rows),
        List.of("cpu", "load"),
        List.of(Labels.of("instance", "a")),
        List.of(cells));
  }

  private static RowScores scores(Baseline baseline, Frame test) {
    try (RowScorer scorer =
        baseline.train(FEATURES, frame(2000, 2000), 1, TrainingProgress.SILENT)) {
      return scorer.score(test, 0);
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void normal_rows_are_rarely_above_the_threshold_and_below_those_that_are_broken(
      Baseline baseline) {
    RowScores scores = scores(baseline, frame(500, 400));

    int falseAlarms = 0;
    for (int row = 0; row < 400; row++) {
      falseAlarms += scores.score(row) > 1 ? 1 : 0;
    }
    assertThat(falseAlarms).isLessThan(16);
    for (int broken = 400; broken < 500; broken++) {
      double error = scores.error(broken);
      assertThat(IntStream.range(0, 400).filter(row -> scores.error(row) >= error).count())
          .as("a forest saturates: what is far off is no further than the furthest it has seen")
          .isLessThan(20);
    }
    assertThat(scores.unknownRows()).isZero();
  }

  @ParameterizedTest
  @MethodSource("all")
  void a_missing_cell_is_taken_for_the_one_before(Baseline baseline) {
    Frame test = frame(10, 10);
    test.cells(0)[8] = Float.NaN;

    assertThat(scores(baseline, test).unknownRows()).isZero();
  }

  @Test
  void a_history_too_short_to_calibrate_on_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                Baseline.principalComponents(THRESHOLD)
                    .train(FEATURES, frame(29, 29), 1, TrainingProgress.SILENT))
        .withMessage("29 rows of history, needs 30");
  }
}
