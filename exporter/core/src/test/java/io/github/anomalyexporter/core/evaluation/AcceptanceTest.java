package io.github.anomalyexporter.core.evaluation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.feature.TestFeatures;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.model.TrainingProgress;
import io.github.anomalyexporter.core.score.Calibration;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class AcceptanceTest {
  private static final Duration STEP = Duration.ofMinutes(5);
  private static final int DAY = 288;
  private static final Labels WEB = Labels.of("instance", "web");
  private static final Labels DB = Labels.of("instance", "db");

  private static final FeatureSet FEATURES =
      new FeatureSet(
          List.of(
              TestFeatures.feature("cpu"),
              TestFeatures.feature("memory"),
              TestFeatures.feature("disk")),
          List.of(),
          STEP);

  private static final float SWING = 0.5f;

  /** Rows that a row needs before it. */
  private static final int BEFORE = 65;

  /** Sees what is above {@link #SWING} in its columns; the error is the largest. */
  private static final class Columns implements RowScorer {
    private final int[] seen;
    boolean closed;

    Columns(int... seen) {
      this.seen = seen;
    }

    @Override
    public int rowsBefore() {
      return BEFORE;
    }

    @Override
    public RowScores score(Frame frame, int instance) {
      float[] cells = frame.cells(instance);
      double[] errors = new double[frame.rows()];
      for (int row = 0; row < errors.length; row++) {
        for (int column : seen) {
          errors[row] = Math.max(errors[row], cells[row * 3 + column] - SWING);
        }
      }
      double[] thresholds = new double[errors.length];
      Arrays.fill(thresholds, 100);
      return new RowScores(
          List.of("cpu", "memory", "disk"), errors, thresholds, new float[3 * errors.length]);
    }

    @Override
    public Optional<Calibration> calibration(Labels instance) {
      return Optional.empty();
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  /** Columns that go up and down with each row, so that a deviation stands out of any two. */
  private static float[] swinging(int rows) {
    float[] cells = new float[3 * rows];
    for (int cell = 0; cell < cells.length; cell++) {
      cells[cell] = cell / 3 % 2 == 0 ? SWING : -SWING;
    }
    return cells;
  }

  /** Of one that has nothing and one that swings. */
  private static Frame history(int rows) {
    float[] nothing = new float[3 * rows];
    Arrays.fill(nothing, Float.NaN);
    TimeRange range = TimeRange.endingAt(Instant.parse("2026-03-02T00:00:00Z"), STEP, rows);
    return new Frame(
        range, FEATURES.queriedNames(), List.of(DB, WEB), List.of(nothing, swinging(rows)));
  }

  private static Optional<String> refusal(RowScorer previous, RowScorer retrained, Frame history) {
    return Acceptance.refusal(previous, retrained, FEATURES, history, 1);
  }

  @Test
  void one_that_finds_as_much_is_taken() {
    assertThat(refusal(new Columns(0, 1, 2), new Columns(0, 1, 2), history(600))).isEmpty();
  }

  @Test
  void one_that_no_longer_sees_a_part_is_refused() {
    assertThat(refusal(new Columns(0, 1, 2), new Columns(0, 1), history(600)))
        .contains("of 24 simulated incidents in the last day it finds 16, the previous model 24");
  }

  @Test
  void one_that_sees_more_is_taken() {
    assertThat(refusal(new Columns(0, 1), new Columns(0, 1, 2), history(600))).isEmpty();
  }

  @Test
  void one_that_was_hardly_any_good_is_no_measure() {
    assertThat(refusal(new Columns(), new Columns(), history(600))).isEmpty();
  }

  @Test
  void a_threshold_makes_no_difference() {
    RowScorer wideAwake = new Columns(0, 1, 2);
    RowScorer asleep =
        new RowScorer() {
          @Override
          public int rowsBefore() {
            return BEFORE;
          }

          @Override
          public RowScores score(Frame frame, int instance) {
            RowScores scores = wideAwake.score(frame, instance);
            double[] errors = new double[scores.rows()];
            Arrays.setAll(errors, scores::error);
            double[] thresholds = new double[scores.rows()];
            Arrays.fill(thresholds, 1e6);
            return new RowScores(
                scores.features(), errors, thresholds, new float[3 * errors.length]);
          }

          @Override
          public Optional<Calibration> calibration(Labels instance) {
            return Optional.empty();
          }

          @Override
          public void close() {}
        };

    assertThat(refusal(wideAwake, asleep, history(600))).isEmpty();
  }

  @Test
  void a_history_of_less_than_a_day_says_nothing() {
    assertThat(refusal(new Columns(0, 1, 2), new Columns(), history(BEFORE + DAY - 1))).isEmpty();
    assertThat(refusal(new Columns(0, 1, 2), new Columns(), history(BEFORE + DAY))).isPresent();
  }

  @Test
  void an_instance_without_data_says_nothing() {
    Optional<String> refusal =
        Acceptance.refusal(new Columns(0, 1, 2), new Columns(), FEATURES, history(600), 0);

    assertThat(refusal).isEmpty();
  }

  @Test
  void in_use_a_worse_one_is_not_taken_and_all_are_closed() {
    List<Columns> trained =
        List.of(new Columns(0, 1, 2), new Columns(0), new Columns(0, 1, 2), new Columns(1, 2));
    Queue<Columns> next = new ArrayDeque<>(trained);
    TrainableDetector detector = (features, history, seed, progress) -> next.remove();
    Frame history = history(600);
    TimeRange range = history.range();
    TimeRange after = new TimeRange(range.at(600), range.at(600 + 4 * DAY - 1), STEP);
    float[] cells = swinging(4 * DAY);
    for (int day = 0; day < 4; day++) {
      // A sign of each column at noon: 1, 2 and 3.
      int row = day * DAY + DAY / 2;
      cells[3 * row] += 1;
      cells[3 * row + 1] += 2;
      cells[3 * row + 2] += 3;
    }

    RowScores scores;
    try (RowScorer scorer =
        new InUse(detector).train(FEATURES, history, 1, TrainingProgress.SILENT)) {
      scores = scorer.score(new Frame(after, history.columns(), List.of(WEB), List.of(cells)), 0);
    }

    assertThat(next).isEmpty();
    assertThat(trained).allMatch(it -> it.closed);
    // The second was refused, so that the third column is seen on each of the days.
    for (int day = 0; day < 4; day++) {
      assertThat(scores.error(day * DAY + DAY / 2)).isEqualTo(3);
    }
  }
}
