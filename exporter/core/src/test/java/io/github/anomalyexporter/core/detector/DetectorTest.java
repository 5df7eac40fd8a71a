package io.github.anomalyexporter.core.detector;

import static io.github.anomalyexporter.core.detector.TestFrames.CACHE;
import static io.github.anomalyexporter.core.detector.TestFrames.DB;
import static io.github.anomalyexporter.core.detector.TestFrames.WEB;
import static io.github.anomalyexporter.core.detector.TestFrames.detector;
import static io.github.anomalyexporter.core.detector.TestFrames.frame;
import static io.github.anomalyexporter.core.detector.TestFrames.noise;
import static io.github.anomalyexporter.core.detector.TestFrames.noisy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import io.github.anomalyexporter.core.feature.EngineeredFeature;
import io.github.anomalyexporter.core.feature.EngineeredFeature.Change;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.feature.TestFeatures;
import io.github.anomalyexporter.core.feature.Transform;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.model.Autoencoder;
import io.github.anomalyexporter.core.model.Weights;
import io.github.anomalyexporter.core.score.InstanceState;
import io.github.anomalyexporter.core.series.TimeRange;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DetectorTest {
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

  /** A window of two rows, the last of these cells, the one before it ordinary. */
  private static Frame window(float cpu, float disk, float psi) {
    float[] last = {cpu, disk, psi};
    return frame(FEATURES, 2, (host, row, column) -> row == 1 ? last[column] : 0.5f, WEB, CACHE);
  }

  @Test
  void an_instance_with_a_model_is_scored_by_it_and_another_by_the_fleets() {
    Scores scores = detector.score(window(0.5f, 0.5f, 0.5f));

    assertThat(scores.state(0)).isEqualTo(InstanceState.OK);
    assertThat(scores.state(1)).isEqualTo(InstanceState.WARMING_UP);
    assertThat(scores.threshold(0))
        .isEqualTo(detector.trained().rows().get(1).calibration().threshold());
    assertThat(scores.threshold(1))
        .isEqualTo(detector.trained().rows().get(0).calibration().threshold());
    for (int host = 0; host < 2; host++) {
      assertThat(scores.score(host)).isPositive().isLessThan(1);
      assertThat(scores.score(host)).isEqualTo(scores.error(host) / scores.threshold(host));
      assertThat(scores.coverage(host)).isEqualTo(1);
    }
  }

  @Test
  void all_rows_of_an_instance_are_scored_as_their_windows_are() {
    Frame frame =
        frame(
            FEATURES,
            20,
            (host, row, column) ->
                row == 7 && column == 1 ? NONE : noise(row == 12 ? 5 : 0, row, column),
            DB,
            WEB);

    Scores rows = detector.scoreRows(frame, 1);

    assertThat(rows.instances()).hasSize(20).containsOnly(WEB);
    assertThat(rows.score(0)).as("nothing to compute the change from").isNaN();
    for (int row = 1; row < 20; row++) {
      float[] cells = Arrays.copyOfRange(frame.cells(1), 3 * row - 3, 3 * row + 3);
      TimeRange range = TimeRange.endingAt(frame.range().at(row), TestFeatures.STEP, 2);
      Scores window =
          detector.score(new Frame(range, frame.columns(), List.of(WEB), List.of(cells)));
      assertThat(rows.score(row)).isEqualTo(window.score(0));
      for (int input = 0; input < FEATURES.size(); input++) {
        assertThat(rows.share(row, input)).isEqualTo(window.share(0, input));
      }
    }
  }

  @Test
  void what_is_far_off_is_anomalous_and_its_feature_is_named_with_both_values() {
    Scores scores = detector.score(window(0.5f, 9, 0.5f));

    assertThat(scores.score(0)).isGreaterThan(3);
    assertThat(scores.share(0, 1)).isGreaterThan(0.99f);
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
    Scores scores = detector.score(window(0.5f, 0.5f, NONE));

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
    assertThat(scores.share(0, 1)).isZero();
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
  void what_a_host_never_had_is_not_expected_of_it() {
    Frame history =
        frame(
            FEATURES,
            500,
            (host, row, column) -> host == 0 && column == 1 ? NONE : noise(0, row, column),
            WEB,
            DB);
    try (Detector without = detector(FEATURES, history)) {
      Scores scores = without.score(window(0.5f, 9, 0.5f));

      assertThat(scores.coverage(0)).isEqualTo(1);
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
      assertThat(scores.expected(1, 0)).isNaN();
    }
  }

  @Test
  void a_model_that_gives_no_number_has_failed() {
    TrainedDetector trained = detector.trained();
    Autoencoder broken =
        new Autoencoder() {
          @Override
          public Weights weights() {
            return trained.weights();
          }

          @Override
          public float[] reconstruct(float[] inputs, int[] stackRows) {
            float[] reconstructed = new float[inputs.length];
            reconstructed[0] = NONE;
            return reconstructed;
          }

          @Override
          public void close() {}
        };
    try (Detector failing = new Detector(trained, broken, 0.5)) {
      Scores scores = failing.score(window(0.5f, 0.5f, 0.5f));

      assertThat(scores.state(0)).isEqualTo(InstanceState.FAILED);
      assertThat(scores.score(0)).isNaN();
      assertThat(scores.state(1)).as("the others go on").isEqualTo(InstanceState.WARMING_UP);
      assertThat(scores.score(1)).isPositive();
    }
  }

  @Test
  void without_a_model_values_and_coverage_are_known_and_no_score_is() {
    Scores scores = Detector.withoutModel(FEATURES, window(0.5f, NONE, NONE));

    assertThat(scores.state(0)).isEqualTo(InstanceState.NO_MODEL);
    assertThat(scores.score(0)).isNaN();
    assertThat(scores.coverage(0)).isCloseTo(2 / 3f, within(1e-6f));
    assertThat(scores.actual(0, 0)).isEqualTo(0.5f);
    assertThat(scores.expected(0, 0)).isNaN();
  }

  @Test
  void nobody_to_score_is_no_error() {
    Scores scores = detector.score(frame(FEATURES, 2, (host, row, column) -> 0));

    assertThat(scores.instances()).isEmpty();
  }

  @Test
  void only_the_last_rows_of_a_longer_window_count() {
    Frame longer = frame(FEATURES, 9, (host, row, column) -> row < 7 ? 1e6f : 0.5f, WEB, CACHE);

    assertThat(detector.score(longer).error(0))
        .isEqualTo(detector.score(window(0.5f, 0.5f, 0.5f)).error(0));
  }

  @Test
  void after_close_there_are_no_scores() {
    detector.close();

    assertThatIllegalStateException().isThrownBy(() -> detector.score(window(0.5f, 0.5f, 0.5f)));
  }
}
