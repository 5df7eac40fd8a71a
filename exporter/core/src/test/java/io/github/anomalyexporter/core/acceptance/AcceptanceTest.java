package io.github.anomalyexporter.core.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.detector.Detector;
import io.github.anomalyexporter.core.detector.TestDetector;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.feature.TestFeatures;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
  private static Detector columns(int... seen) {
    return withThreshold(100, seen);
  }

  private static Detector withThreshold(double threshold, int... seen) {
    return new TestDetector(
        FEATURES,
        (frame, instance) -> {
          float[] cells = frame.cells(instance);
          double[] errors = new double[frame.rows()];
          for (int row = 0; row < errors.length; row++) {
            for (int column : seen) {
              errors[row] = Math.max(errors[row], cells[row * 3 + column] - SWING);
            }
          }
          return errors;
        },
        threshold);
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

  private static Optional<String> refusal(Detector previous, Detector retrained, Frame history) {
    return Acceptance.refusal(previous, retrained, BEFORE, FEATURES, history, 1);
  }

  @Test
  void one_that_finds_as_much_is_taken() {
    assertThat(refusal(columns(0, 1, 2), columns(0, 1, 2), history(600))).isEmpty();
  }

  @Test
  void one_that_no_longer_sees_a_part_is_refused() {
    assertThat(refusal(columns(0, 1, 2), columns(0, 1), history(600)))
        .contains("of 24 simulated incidents in the last day it finds 16, the previous model 24");
  }

  @Test
  void one_that_sees_more_is_taken() {
    assertThat(refusal(columns(0, 1), columns(0, 1, 2), history(600))).isEmpty();
  }

  @Test
  void one_that_was_hardly_any_good_is_no_measure() {
    assertThat(refusal(columns(), columns(), history(600))).isEmpty();
  }

  @Test
  void a_threshold_makes_no_difference() {
    Detector wideAwake = columns(0, 1, 2);
    Detector asleep = withThreshold(1e6, 0, 1, 2);

    assertThat(refusal(wideAwake, asleep, history(600))).isEmpty();
  }

  @Test
  void a_history_of_less_than_a_day_gives_no_decision() {
    assertThat(refusal(columns(0, 1, 2), columns(), history(BEFORE + DAY - 1))).isEmpty();
    assertThat(refusal(columns(0, 1, 2), columns(), history(BEFORE + DAY))).isPresent();
  }

  @Test
  void an_instance_without_data_gives_no_decision() {
    Optional<String> refusal =
        Acceptance.refusal(columns(0, 1, 2), columns(), BEFORE, FEATURES, history(600), 0);

    assertThat(refusal).isEmpty();
  }
}
