package io.github.anomalyexporter.core.baseline;

import static io.github.anomalyexporter.core.detector.TestFrames.CACHE;
import static io.github.anomalyexporter.core.detector.TestFrames.DB;
import static io.github.anomalyexporter.core.detector.TestFrames.END;
import static io.github.anomalyexporter.core.detector.TestFrames.WEB;
import static io.github.anomalyexporter.core.detector.TestFrames.frame;
import static io.github.anomalyexporter.core.detector.TestFrames.noise;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.anomalyexporter.core.detector.Detector;
import io.github.anomalyexporter.core.detector.DetectorTraining;
import io.github.anomalyexporter.core.detector.Scores;
import io.github.anomalyexporter.core.feature.EngineeredFeature;
import io.github.anomalyexporter.core.feature.EngineeredFeature.Change;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.feature.TestFeatures;
import io.github.anomalyexporter.core.feature.Transform;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.model.TrainingProgress;
import io.github.anomalyexporter.core.score.InstanceState;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BaselineDetectorTest {
  private static final float NONE = Float.NaN;

  /** Load follows cpu, a third one never moves. */
  private static final FeatureSet FEATURES =
      new FeatureSet(
          List.of(
              TestFeatures.feature("cpu"),
              TestFeatures.feature("load"),
              TestFeatures.feature("cores")),
          List.of(
              new EngineeredFeature(
                  "cpu_change", "ratio", Transform.NONE, new Change("cpu", TestFeatures.STEP))),
          TestFeatures.STEP);

  /** So many rows before the scored one. */
  private static final int BEFORE = 6;

  static Stream<RowModelKind> kinds() {
    return Stream.of(PrincipalComponents.KIND, IsolationForest.KIND);
  }

  private static float normal(int row, int column) {
    float cpu = noise(0, row, 0);
    return column == 0 ? cpu : column == 1 ? 3 * cpu : 8;
  }

  private static Detector trained(RowModelKind kind, Labels... instances) {
    return trained(
        kind, frame(FEATURES, 1000, (host, row, column) -> normal(row, column), instances));
  }

  private static Detector trained(RowModelKind kind, Frame history) {
    DetectorTraining training =
        TestBaselines.training(kind, FEATURES, BaselineTraining.DEFAULT_THRESHOLD);
    return training.open(
        Objects.requireNonNull(
            training.trainAll(history, Map.of(), null, END, TrainingProgress.SILENT).detector()));
  }

  /** A window of ordinary rows but for the last, of these cells, of two hosts. */
  private static Frame window(float... last) {
    return frame(
        FEATURES,
        BEFORE + 1,
        (host, row, column) -> row == BEFORE ? last[column] : normal(row, column),
        WEB,
        CACHE);
  }

  private static float share(Scores scores, int instance) {
    float sum = 0;
    for (int input = 0; input < FEATURES.size(); input++) {
      sum += scores.share(instance, input);
    }
    return sum;
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void what_no_longer_fits_together_scores_higher_and_the_shares_say_why(RowModelKind kind) {
    Detector detector = trained(kind, DB, WEB);

    Scores normal = detector.score(window(0.5f, 1.5f, 8));
    Scores broken = detector.score(window(5, -30, 8));

    assertThat(normal.state(0)).isEqualTo(InstanceState.OK);
    assertThat(normal.score(0)).isPositive().isLessThan(1);
    assertThat(broken.score(0)).isFinite().isGreaterThan(1);
    assertThat(broken.share(0, 1)).isGreaterThan(broken.share(0, 2)).isGreaterThan(0.2f);
    assertThat(share(broken, 0)).isCloseTo(1, within(1e-5f));
    assertThat(broken.threshold(0))
        .isEqualTo(detector.trained().instances().get(2).calibration().threshold());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void a_host_without_a_model_of_its_own_is_scored_by_the_fleets(RowModelKind kind) {
    Scores scores = trained(kind, DB, WEB).score(window(0.5f, 1.5f, 8));
    Scores alone = trained(kind, WEB).score(window(0.5f, 1.5f, 8));

    assertThat(scores.state(1)).isEqualTo(InstanceState.WARMING_UP);
    assertThat(scores.score(1)).isPositive().isLessThan(1);
    assertThat(alone.state(1)).isEqualTo(InstanceState.WARMING_UP);
    assertThat(alone.score(1)).as("a fleet of one has no model").isNaN();
  }

  @Test
  void principal_components_say_what_they_expected_in_the_features_unit() {
    Scores scores = trained(PrincipalComponents.KIND, DB, WEB).score(window(0.5f, 1.5f, 8));

    assertThat(scores.expected(0, 0)).isCloseTo(0.5f, within(0.05f));
    assertThat(scores.expected(0, 1)).isCloseTo(1.5f, within(0.15f));
    assertThat(scores.expected(0, 2)).isCloseTo(8, within(0.01f));
  }

  @Test
  void a_forest_expects_nothing() {
    Scores scores = trained(IsolationForest.KIND, DB, WEB).score(window(0.5f, 1.5f, 8));

    for (int input = 0; input < FEATURES.size(); input++) {
      assertThat(scores.expected(0, input)).isNaN();
    }
  }

  @Test
  void the_first_movement_of_a_constant_shows_in_principal_components_and_not_in_a_forest() {
    Scores components = trained(PrincipalComponents.KIND, DB, WEB).score(window(0.5f, 1.5f, 12));
    Detector forest = trained(IsolationForest.KIND, DB, WEB);

    assertThat(components.share(0, 2)).isGreaterThan(0.9f);
    assertThat(forest.score(window(0.5f, 1.5f, 12)).error(0))
        .as("no tree can part by what was always the same")
        .isEqualTo(forest.score(window(0.5f, 1.5f, 8)).error(0));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void a_missing_cell_is_taken_for_the_one_before_and_not_blamed(RowModelKind kind) {
    Detector detector = trained(kind, DB, WEB);
    float cpu = 0.5f;
    Frame missing = window(cpu, NONE, 8);
    Frame repeated = window(cpu, 3 * noise(0, BEFORE - 1, 0), 8);

    assertThat(detector.score(missing).error(0)).isEqualTo(detector.score(repeated).error(0));
    assertThat(detector.score(missing).share(0, 1)).isZero();
    assertThat(share(detector.score(missing), 0)).isCloseTo(1, within(1e-5f));
    assertThat(detector.score(missing).expected(0, 1)).isNaN();
    assertThat(detector.score(missing).coverage(0)).isEqualTo(0.75f);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void too_little_coverage_is_insufficient_data(RowModelKind kind) {
    Scores scores = trained(kind, DB, WEB).score(window(NONE, NONE, 8));

    assertThat(scores.state(0)).isEqualTo(InstanceState.INSUFFICIENT_DATA);
    assertThat(scores.score(0)).isNaN();
    assertThat(scores.coverage(0)).isEqualTo(0.25f);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void what_a_host_never_had_is_missing_and_not_blamed(RowModelKind kind) {
    Detector without =
        trained(
            kind,
            frame(
                FEATURES,
                1000,
                (host, row, column) -> host == 1 && column == 2 ? NONE : normal(row, column),
                DB,
                WEB));
    Scores scores = without.score(window(0.5f, 1.5f, 99));

    assertThat(scores.coverage(0))
        .as("what the configuration expects, though the value is there now")
        .isEqualTo(0.75f);
    assertThat(scores.share(0, 2)).as("unknown to its model").isZero();
    assertThat(scores.score(0)).isPositive().isLessThan(1);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void rows_of_the_past_have_the_scores_of_windows_that_end_with_them(RowModelKind kind) {
    Detector detector = trained(kind, DB, WEB);
    Frame past =
        frame(
            FEATURES,
            40,
            (host, row, column) ->
                row > 20 && row < 30 && column == 0 ? NONE : normal(row + 7, column),
            WEB);
    Scores rows = detector.scoreRows(past, 0);

    assertThat(rows.state(0)).as("cannot be engineered").isEqualTo(InstanceState.INSUFFICIENT_DATA);
    assertThat(rows.error(1)).isFinite().isPositive();
    for (int row = BEFORE; row < 40; row++) {
      TimeRange range =
          new TimeRange(past.range().at(row - BEFORE), past.range().at(row), TestFeatures.STEP);
      float[] cells = Arrays.copyOfRange(past.cells(0), (row - BEFORE) * 3, (row + 1) * 3);
      Scores window =
          detector.score(new Frame(range, past.columns(), List.of(WEB), List.of(cells)));
      assertThat(rows.error(row)).as("row %d", row).isEqualTo(window.error(0));
      assertThat(rows.share(row, 0)).isEqualTo(window.share(0, 0));
      assertThat(rows.state(row)).isEqualTo(window.state(0));
    }
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void scoring_no_instance_is_no_error(RowModelKind kind) {
    Scores scores =
        trained(kind, DB, WEB).score(frame(FEATURES, BEFORE + 1, (host, row, column) -> 0));

    assertThat(scores.instances()).isEmpty();
  }
}
