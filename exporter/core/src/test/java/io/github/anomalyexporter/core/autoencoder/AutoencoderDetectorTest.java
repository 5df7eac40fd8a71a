package io.github.anomalyexporter.core.autoencoder;

import static io.github.anomalyexporter.core.autoencoder.TestStacks.detector;
import static io.github.anomalyexporter.core.detector.TestFrames.CACHE;
import static io.github.anomalyexporter.core.detector.TestFrames.DB;
import static io.github.anomalyexporter.core.detector.TestFrames.WEB;
import static io.github.anomalyexporter.core.detector.TestFrames.frame;
import static io.github.anomalyexporter.core.detector.TestFrames.noise;
import static io.github.anomalyexporter.core.detector.TestFrames.noisy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.github.anomalyexporter.core.detector.Detector;
import io.github.anomalyexporter.core.detector.Scores;
import io.github.anomalyexporter.core.detector.Unscored;
import io.github.anomalyexporter.core.feature.EngineeredFeature;
import io.github.anomalyexporter.core.feature.EngineeredFeature.Change;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.feature.TestFeatures;
import io.github.anomalyexporter.core.feature.Transform;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.model.Autoencoder;
import io.github.anomalyexporter.core.model.ForecastStream;
import io.github.anomalyexporter.core.score.InstanceState;
import io.github.anomalyexporter.core.score.ReconstructionError;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AutoencoderDetectorTest {
  private static final float NONE = Float.NaN;

  /** Two ordinary features, one that hosts may lack, and a lag of one of them. */
  private static final FeatureSet FEATURES =
      new FeatureSet(
          List.of(
              TestFeatures.feature("cpu"),
              TestFeatures.feature("disk"),
              TestFeatures.optional("psi")),
          List.of(
              new EngineeredFeature(
                  "cpu_change", "ratio", Transform.NONE, new Change("cpu", TestFeatures.STEP))),
          TestFeatures.STEP);

  private final Detector detector = detector(FEATURES, noisy(FEATURES, 500, WEB, DB));

  /** So many rows before the scored one. */
  private static final int BEFORE = AutoencoderDetector.rowsBefore(FEATURES);

  /** A window of ordinary rows but for the last, of these cells. */
  private static Frame window(float cpu, float disk, float psi) {
    float[] last = {cpu, disk, psi};
    return frame(
        FEATURES,
        BEFORE + 1,
        (host, row, column) -> row == BEFORE ? last[column] : noise(0, row, column),
        WEB,
        CACHE);
  }

  @Test
  void an_instance_with_a_model_is_scored_by_it_and_another_by_the_fleets() {
    Scores scores = detector.score(window(0.5f, 0.5f, 0.5f));

    assertThat(scores.state(0)).isEqualTo(InstanceState.OK);
    assertThat(scores.state(1)).isEqualTo(InstanceState.WARMING_UP);
    assertThat(scores.threshold(0))
        .isEqualTo(detector.trained().instances().get(1).calibration().threshold());
    assertThat(scores.threshold(1))
        .isEqualTo(detector.trained().instances().get(0).calibration().threshold());
    for (int host = 0; host < 2; host++) {
      assertThat(scores.score(host)).isPositive().isLessThan(1);
      assertThat(scores.score(host)).isEqualTo(scores.error(host) / scores.threshold(host));
      assertThat(scores.coverage(host)).isEqualTo(1);
    }
  }

  /** With a gap of one cell, one of a row, and an incident. */
  private static Frame eventful(int rows) {
    return frame(
        FEATURES,
        rows,
        (host, row, column) ->
            (row == 105 && column == 1) || row == 110
                ? NONE
                : noise(row >= 120 && row < 125 ? 5 : 0, row, column),
        DB,
        WEB);
  }

  private Scores window(Frame frame, int row) {
    int from = row - BEFORE;
    float[] cells = Arrays.copyOfRange(frame.cells(1), 3 * from, 3 * row + 3);
    TimeRange range = TimeRange.endingAt(frame.range().at(row), TestFeatures.STEP, BEFORE + 1);
    return detector.score(new Frame(range, frame.columns(), List.of(WEB), List.of(cells)));
  }

  /** Within the rounding of floats; a missing value equals another. */
  private static void assertClose(double found, double expected) {
    if (Double.isNaN(expected)) {
      assertThat(found).isNaN();
    } else {
      assertThat(found).isCloseTo(expected, within(1e-5));
    }
  }

  @Test
  void all_rows_of_an_instance_are_scored_as_their_windows_are() {
    Frame frame = eventful(160);

    Scores rows = detector.scoreRows(frame, 1);

    assertThat(rows.instances()).hasSize(160).containsOnly(WEB);
    int different = 0;
    for (int row = BEFORE; row < 160; row++) {
      Scores window = window(frame, row);
      assertThat(rows.state(row)).isEqualTo(window.state(0));
      assertClose(rows.score(row), window.score(0));
      assertClose(rows.coverage(row), window.coverage(0));
      for (int input = 0; input < FEATURES.size(); input++) {
        assertClose(rows.share(row, input), window.share(0, input));
        assertClose(rows.actual(row, input), window.actual(0, input));
        assertClose(rows.expected(row, input), window.expected(0, input));
        assertClose(rows.lower(row, input), window.lower(0, input));
        assertClose(rows.upper(row, input), window.upper(0, input));
      }
      different += rows.score(row) > 1 ? 1 : 0;
    }
    assertThat(different).as("the incident").isPositive().isLessThan(60);
  }

  @Test
  void the_usual_range_has_the_expected_value_and_most_values_but_none_of_an_incident() {
    Frame frame = eventful(160);
    Scores rows = detector.scoreRows(frame, 1).last(160 - BEFORE);

    int known = 0;
    int inside = 0;
    for (int row = 0; row < rows.rows(); row++) {
      for (int input = 0; input < FEATURES.size(); input++) {
        float expected = rows.expected(row, input);
        assertThat(Float.isNaN(rows.lower(row, input))).isEqualTo(Float.isNaN(expected));
        assertThat(Float.isNaN(rows.upper(row, input))).isEqualTo(Float.isNaN(expected));
        if (!Float.isNaN(expected)) {
          known++;
          assertThat(expected).isBetween(rows.lower(row, input), rows.upper(row, input));
          inside += isUsual(rows, row, input) ? 1 : 0;
        }
      }
    }
    assertThat(inside).isGreaterThan(known * 8 / 10);
    for (int row = 120 - BEFORE; row < 125 - BEFORE; row++) {
      assertThat(isUsual(rows, row, 0)).as("incident, row %d", row).isFalse();
    }
  }

  private static boolean isUsual(Scores rows, int row, int input) {
    float actual = rows.actual(row, input);
    return actual >= rows.lower(row, input) && actual <= rows.upper(row, input);
  }

  @Test
  void a_window_that_begins_at_a_gap_scores_as_all_rows_do() {
    Frame frame = eventful(260);
    Scores rows = detector.scoreRows(frame, 1);

    for (int row = 160; row < 260; row++) {
      assertClose(window(frame, row).score(0), rows.score(row));
    }
  }

  @Test
  void rows_that_nothing_can_be_forecast_from_are_not_scored() {
    Scores rows = detector.scoreRows(eventful(160), 1);

    // Of the first two too little is known.
    for (int row = 0; row < 2; row++) {
      assertThat(rows.state(row)).isEqualTo(InstanceState.INSUFFICIENT_DATA);
      assertThat(rows.score(row)).isNaN();
      assertThat(rows.expected(row, 0)).isNaN();
    }
    for (int row = 4; row < 105; row++) {
      assertThat(rows.score(row)).as("of a shorter window").isPositive();
    }
    assertThat(rows.actual(0, 0)).isEqualTo(noise(0, 0, 0));
    assertThat(rows.actual(0, 3)).as("nothing to compute the change from").isNaN();
    assertThat(rows.actual(1, 0)).isEqualTo(noise(0, 1, 0));
  }

  /** Rows of a host that are missing up to a row. */
  private static Scores beginning(Detector detector, Labels host, float off, int firstSeen) {
    return detector.score(
        frame(
            FEATURES,
            BEFORE + 1,
            (instance, row, column) -> row < firstSeen ? NONE : noise(off, row, column),
            host));
  }

  @Test
  void a_host_that_is_anomalous_from_its_first_row_has_no_score_until_enough_is_seen() {
    for (Labels host : List.of(WEB, CACHE)) {
      for (int seen = 1; seen <= 10; seen++) {
        Scores scores = beginning(detector, host, 5, BEFORE + 1 - seen);

        if (seen < 3) {
          assertThat(scores.state(0)).isEqualTo(InstanceState.INSUFFICIENT_DATA);
          assertThat(scores.score(0)).isNaN();
          assertThat(scores.coverage(0)).isLessThan(0.5f);
        } else {
          assertThat(scores.score(0)).as("%d rows of %s", seen, host).isGreaterThan(1);
          assertThat(scores.coverage(0)).isBetween(0.5f, 0.99f);
        }
      }
    }
  }

  @Test
  void without_a_known_cell_in_the_last_row_there_is_no_score_at_any_min_coverage() {
    AutoencoderStack trained = AutoencoderStack.of(detector.trained());
    try (Detector lenient =
        new AutoencoderDetector(trained, new MeanInference().open(trained.weights()), 0.01)) {
      Scores scores = beginning(lenient, WEB, 5, BEFORE);

      assertThat(scores.state(0)).isEqualTo(InstanceState.INSUFFICIENT_DATA);
      assertThat(scores.coverage(0)).isZero();
    }
  }

  /** An incident that began 30 rows ago, and a gap of so many rows that ended before the last. */
  private Scores incidentWithGap(int gap) {
    return detector.score(
        frame(
            FEATURES,
            BEFORE + 1,
            (instance, row, column) ->
                row < BEFORE && row >= BEFORE - gap
                    ? NONE
                    : noise(row >= BEFORE - 30 ? 5 : 0, row, column),
            WEB));
  }

  @Test
  void after_a_short_gap_an_incident_goes_on_and_after_a_long_one_there_is_no_score() {
    for (int gap = 0; gap <= 3; gap++) {
      assertThat(incidentWithGap(gap).score(0)).as("%d rows", gap).isGreaterThan(1);
    }
    for (int gap = 10; gap <= 40; gap += 10) {
      assertThat(incidentWithGap(gap).state(0)).isEqualTo(InstanceState.INSUFFICIENT_DATA);
      assertThat(incidentWithGap(gap).score(0)).isNaN();
    }
  }

  @Test
  void a_frame_too_short_for_any_forecast_has_no_scores() {
    for (int length = 1; length <= 8; length++) {
      Scores rows = detector.scoreRows(noisy(FEATURES, length, WEB), 0);

      assertThat(rows.instances()).hasSize(length);
      assertThat(Double.isNaN(rows.score(length - 1))).isEqualTo(length <= 2);
    }
  }

  @Test
  void what_is_far_off_is_anomalous_and_its_feature_is_named_with_both_values() {
    Scores scores;
    try (Detector ofTwoDays = detector(FEATURES, noisy(FEATURES, 2 * 1440, WEB))) {
      scores = ofTwoDays.score(window(0.5f, 9, 0.5f));
    }

    assertThat(scores.score(0)).isGreaterThan(1);
    assertThat(detector.score(window(0.5f, 9, 0.5f)).score(0))
        .as("after eight hours")
        .isLessThan(scores.score(0));
    assertThat(scores.share(0, 1)).isGreaterThan(0.8f);
    assertThat(scores.actual(0, 1)).isEqualTo(9);
    assertThat(scores.expected(0, 1)).isCloseTo(0.5f, within(0.1f));
    double sum = 0;
    for (int input = 0; input < FEATURES.size(); input++) {
      sum += scores.share(0, input);
    }
    assertThat(sum).isCloseTo(1, within(1e-5));
  }

  @Test
  void a_missing_optional_feature_is_no_loss_of_coverage() {
    Scores scores =
        detector.score(
            frame(
                FEATURES,
                BEFORE + 1,
                (host, row, column) -> column == 2 ? NONE : noise(0, row, column),
                WEB));

    assertThat(scores.coverage(0)).isEqualTo(1);
    assertThat(scores.share(0, 2)).isZero();
    assertThat(scores.actual(0, 2)).isNaN();
    assertThat(scores.score(0)).isPositive();
  }

  @Test
  void a_missing_collector_is_masked_and_the_rest_is_scored() {
    Scores scores = detector.score(window(9, NONE, 0.5f));

    assertThat(scores.state(0)).isEqualTo(InstanceState.OK);
    assertThat(scores.coverage(0)).isCloseTo(2 / 3f, within(1e-6f));
    assertThat(scores.share(0, 1)).as("of the rows before").isLessThan(0.05f);
    assertThat(scores.expected(0, 1)).isNaN();
    assertThat(scores.score(0)).isGreaterThan(1);
  }

  @Test
  void below_the_least_coverage_there_is_no_score() {
    Scores scores = detector.score(window(NONE, 0.5f, 0.5f));

    assertThat(scores.coverage(0)).as("disk, but neither cpu nor its change").isLessThan(0.5f);
    for (int host = 0; host < 2; host++) {
      assertThat(scores.state(host)).isEqualTo(InstanceState.INSUFFICIENT_DATA);
      assertThat(scores.score(host)).isNaN();
      assertThat(scores.error(host)).isNaN();
      assertThat(scores.threshold(host)).isNaN();
      assertThat(scores.typicalError(host)).isNaN();
      assertThat(scores.expected(host, 1)).isNaN();
      assertThat(scores.actual(host, 1)).isEqualTo(0.5f);
    }
  }

  @Test
  void what_a_host_never_had_is_missing_and_not_blamed() {
    Frame history =
        frame(
            FEATURES,
            500,
            (host, row, column) -> host == 0 && column == 1 ? NONE : noise(0, row, column),
            WEB,
            DB);
    try (Detector without = detector(FEATURES, history)) {
      Scores scores = without.score(window(0.5f, 9, 0.5f));

      assertThat(scores.coverage(0))
          .as("what the configuration expects, though the value is there now")
          .isCloseTo(2 / 3f, within(1e-6f));
      assertThat(scores.share(0, 1)).as("unknown to its model").isZero();
      assertThat(scores.score(0)).isPositive().isLessThan(1);
    }
  }

  @Test
  void a_fleet_of_one_has_no_score_for_others() {
    try (Detector alone = detector(FEATURES, noisy(FEATURES, 500, WEB))) {
      Scores scores = alone.score(window(0.5f, 0.5f, 0.5f));

      assertThat(scores.state(0)).isEqualTo(InstanceState.OK);
      assertThat(scores.score(0)).isPositive();
      assertThat(scores.state(1)).isEqualTo(InstanceState.WARMING_UP);
      assertThat(scores.score(1)).isNaN();
      assertThat(scores.unscored(1)).isEqualTo(Unscored.NO_FLEET);
      assertThat(scores.expected(1, 0)).isNaN();
    }
  }

  /** Rows whose last ones are far from the level of the fleet. */
  private static Frame shifted(int rows) {
    return frame(
        FEATURES,
        BEFORE + 1,
        (host, row, column) -> noise(row > BEFORE - rows ? 9 : 0, row, column),
        CACHE,
        WEB);
  }

  @Test
  void an_instance_far_from_the_fleet_for_most_of_the_window_is_not_scored_by_its_model() {
    Scores shortly = detector.score(shifted(20));
    Scores mostly = detector.score(shifted(40));

    assertThat(shortly.score(0)).as("an incident").isGreaterThan(1);
    assertThat(shortly.unscored(0)).isNull();
    assertThat(mostly.state(0)).isEqualTo(InstanceState.WARMING_UP);
    assertThat(mostly.score(0)).isNaN();
    assertThat(mostly.unscored(0)).isEqualTo(Unscored.FLEET_DOES_NOT_FIT);
    assertThat(mostly.score(1)).as("by its own model").isGreaterThan(1);
    assertThat(mostly.unscored(1)).isNull();
    Scores rows = detector.scoreRows(shifted(40), 0);
    assertThat(rows.unscored(BEFORE)).isEqualTo(Unscored.FLEET_DOES_NOT_FIT);
    assertThat(rows.unscored(BEFORE - 30)).isNull();
    assertThat(rows.last(1).unscored(0)).isEqualTo(Unscored.FLEET_DOES_NOT_FIT);
  }

  @Test
  void ten_rows_of_a_new_instance_are_needed_to_see_that_the_model_of_the_fleet_does_not_fit() {
    int before = 1;
    Scores rows =
        detector.scoreRows(
            frame(FEATURES, before + 14, (host, row, column) -> noise(9, row, column), CACHE), 0);

    int first = before;
    while (Double.isNaN(rows.score(first))) {
      first++;
    }
    assertThat(first).as("enough coverage").isLessThan(before + 4);
    assertThat(rows.score(before + 8)).as("nine rows").isGreaterThan(1);
    assertThat(rows.unscored(before + 8)).isNull();
    assertThat(rows.unscored(before + 9)).isEqualTo(Unscored.FLEET_DOES_NOT_FIT);
  }

  @Test
  void a_model_that_gives_no_number_has_failed() {
    AutoencoderStack trained = AutoencoderStack.of(detector.trained());
    Autoencoder broken =
        new Autoencoder() {
          @Override
          public void reconstruct(float[] inputs, int[] stackRows, float[] reconstructed) {
            int group = inputs.length / stackRows.length;
            for (int i = 0; i < inputs.length; i++) {
              reconstructed[i] = stackRows[i / group] == 0 ? 0 : NONE;
            }
          }

          @Override
          public void close() {}
        };
    try (Detector failing = new AutoencoderDetector(trained, broken, 0.5)) {
      Scores scores = failing.score(window(0.5f, 0.5f, 0.5f));

      assertThat(scores.state(0)).isEqualTo(InstanceState.FAILED);
      assertThat(scores.score(0)).isNaN();
      assertThat(scores.state(1)).as("the others go on").isEqualTo(InstanceState.WARMING_UP);
      assertThat(scores.score(1)).isPositive();
    }
  }

  @Test
  void without_a_model_values_and_coverage_are_known_and_no_score_is() {
    Scores scores = Scores.withoutModel(FEATURES, window(0.5f, NONE, NONE));

    assertThat(scores.state(0)).isEqualTo(InstanceState.NO_MODEL);
    assertThat(scores.score(0)).isNaN();
    assertThat(scores.coverage(0)).isCloseTo(2 / 3f, within(1e-6f));
    assertThat(scores.actual(0, 0)).isEqualTo(0.5f);
    assertThat(scores.expected(0, 0)).isNaN();
  }

  @Test
  void scoring_no_instance_is_no_error() {
    Scores scores = detector.score(frame(FEATURES, BEFORE + 1, (host, row, column) -> 0));

    assertThat(scores.instances()).isEmpty();
  }

  @Test
  void a_window_has_what_features_forecast_and_smoothing_look_back_on() {
    assertThat(BEFORE)
        .isEqualTo(FEATURES.lagRows() + ForecastStream.MEMORY + ReconstructionError.WINDOW - 1);
  }

  @Test
  void after_close_there_are_no_scores() {
    detector.close();

    assertThatIllegalStateException().isThrownBy(() -> detector.score(window(0.5f, 0.5f, 0.5f)));
  }
}
