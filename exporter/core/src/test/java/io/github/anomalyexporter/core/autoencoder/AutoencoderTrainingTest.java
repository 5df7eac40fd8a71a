package io.github.anomalyexporter.core.autoencoder;

import static io.github.anomalyexporter.core.autoencoder.TestStacks.all;
import static io.github.anomalyexporter.core.autoencoder.TestStacks.trained;
import static io.github.anomalyexporter.core.detector.TestFrames.CACHE;
import static io.github.anomalyexporter.core.detector.TestFrames.DB;
import static io.github.anomalyexporter.core.detector.TestFrames.END;
import static io.github.anomalyexporter.core.detector.TestFrames.WEB;
import static io.github.anomalyexporter.core.detector.TestFrames.frame;
import static io.github.anomalyexporter.core.detector.TestFrames.noise;
import static io.github.anomalyexporter.core.detector.TestFrames.noisy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.anomalyexporter.core.detector.Detector;
import io.github.anomalyexporter.core.detector.DetectorTraining;
import io.github.anomalyexporter.core.detector.DetectorTraining.Outcome;
import io.github.anomalyexporter.core.detector.Scores;
import io.github.anomalyexporter.core.detector.TrainedInstance;
import io.github.anomalyexporter.core.feature.EngineeredFeature;
import io.github.anomalyexporter.core.feature.EngineeredFeature.Change;
import io.github.anomalyexporter.core.feature.EngineeredFeature.RollingMean;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.feature.FittedScaler.Parameters;
import io.github.anomalyexporter.core.feature.TestFeatures;
import io.github.anomalyexporter.core.feature.Transform;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.model.Forecast;
import io.github.anomalyexporter.core.model.TrainingProgress;
import io.github.anomalyexporter.core.model.TrainingRows;
import io.github.anomalyexporter.core.model.Weights;
import io.github.anomalyexporter.core.series.Labels;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class AutoencoderTrainingTest {
  private static final FeatureSet FEATURES = TestFeatures.of("cpu", "disk");
  private static final int LAGS = Forecast.LAGS;

  /** Rows of a host with 500: those with a forecast, but for the first two of them. */
  private static final int SCORED = 500 - LAGS - 2;

  private final MeanTrainer trainer = new MeanTrainer();
  private final DetectorTraining training = training(trainer);

  private static DetectorTraining training(MeanTrainer trainer) {
    return TestStacks.training(FEATURES, trainer);
  }

  private static Outcome into(DetectorTraining training, AutoencoderStack detector, Frame history) {
    return training.trainInto(
        detector, history, Map.of(), END.plusSeconds(60), TrainingProgress.SILENT);
  }

  private static AutoencoderRow row(AutoencoderStack detector, Labels instance) {
    return detector.rows().get(rowNumber(detector, instance));
  }

  private static int rowNumber(AutoencoderStack detector, Labels instance) {
    return Objects.requireNonNull(detector.rowOfInstance().get(instance));
  }

  private static Parameters cpu(AutoencoderStack detector, Labels instance) {
    return row(detector, instance).scaler().parameters(0);
  }

  /** As far out as a single row can be and still be learned from. */
  private static Frame withSpikeAt(int spike) {
    return withSpikes(2.9f, spike, spike + 1);
  }

  private static Frame withSpikes(float value, int from, int to) {
    return frame(
        FEATURES,
        1000,
        (host, row, column) -> row >= from && row < to ? value : noise(0, row, column),
        WEB,
        DB);
  }

  @Test
  void each_instance_has_a_row_after_the_fleets() {
    AutoencoderStack detector = trained(all(training, noisy(FEATURES, 500, WEB, DB), null));

    assertThat(detector.rows())
        .extracting(row -> row.trained().instance())
        .containsExactly(TrainedInstance.FLEET, WEB, DB);
    assertThat(detector.weights().rows()).isEqualTo(3);
    assertThat(detector.fleetSize()).isEqualTo(2);
    assertThat(row(detector, WEB).trained().rows())
        .as("those with a forecast")
        .isEqualTo(500 - LAGS);
    assertThat(row(detector, WEB).trained().trainedAt()).isEqualTo(END);
  }

  private List<float[]> given(Frame history) {
    all(training, history, null);
    return trainer.given().stream().map(TrainingRows::values).toList();
  }

  @Test
  void the_split_is_chronological_and_every_row_is_learned_from() {
    List<float[]> calm = given(noisy(FEATURES, 1000, WEB, DB));
    TrainingRows web = trainer.given().get(1);
    assertThat(web.rows()).as("those with a forecast").isEqualTo(1000 - LAGS);
    assertThat(web.trainingRows()).as("four fifths").isEqualTo(796);
    assertThat(trainer.given().get(0).rows()).as("both hosts'").isEqualTo(2 * (1000 - LAGS));

    for (int spike : new int[] {LAGS, 500, 999}) {
      List<float[]> spiky = given(withSpikeAt(spike));
      int cell = (spike - LAGS) * 2;
      assertThat(spiky.get(1)[cell]).as("as large as it is seen").isEqualTo(5);
      assertThat(calm.get(1)[cell]).isLessThan(5);
      assertThat(spiky.get(0)).as("the fleet").isNotEqualTo(calm.get(0));
    }
  }

  @Test
  void the_network_learns_what_the_forecast_does_not_know_within_bounds() {
    all(training, noisy(FEATURES, 1000, WEB, DB), null);
    TrainingRows web = trainer.given().get(1);
    double sum = 0;
    for (int i = 0; i < web.rows() * 2; i++) {
      sum += web.values()[i] * web.values()[i];
    }
    assertThat(sum / (web.rows() * 2)).as("in units of its size").isCloseTo(1, within(0.001));

    all(training, withSpikeAt(800), null);
    for (float value : trainer.given().get(1).values()) {
      assertThat(value).isBetween(-5f, 5f);
    }
  }

  @Test
  void the_scaler_is_fitted_to_all_rows() {
    double calm = cpu(trained(all(training, noisy(FEATURES, 1000, WEB, DB), null)), WEB).mean();

    for (int spike : new int[] {100, 500, 900}) {
      AutoencoderStack detector = trained(all(training, withSpikes(10, spike, spike + 30), null));
      // Thirty rows of 995 are 10 instead of about a half.
      assertThat(cpu(detector, WEB).mean() - calm).isCloseTo(0.286, within(0.01));
      assertThat(cpu(detector, WEB).deviation()).isCloseTo(1.65, within(0.02));
      assertThat(detector.rows().get(0).scaler().parameters(0).deviation())
          .as("the fleet's")
          .isCloseTo(1.65, within(0.02));
    }
  }

  @Test
  void a_few_rows_far_from_all_others_are_not_learned_from() {
    AutoencoderStack calm = trained(all(training, noisy(FEATURES, 1000, WEB, DB), null));

    for (int spike : new int[] {100, 500, 900}) {
      AutoencoderStack detector = trained(all(training, withSpikes(900, spike, spike + 5), null));
      assertThat(cpu(detector, WEB).mean()).isCloseTo(cpu(calm, WEB).mean(), within(0.005));
      assertThat(cpu(detector, WEB).deviation())
          .isCloseTo(cpu(calm, WEB).deviation(), within(0.005));
      assertThat(row(detector, WEB).trained().rows())
          .as("as if missing")
          .isEqualTo(1000 - LAGS - 5);
    }
  }

  /** Both hosts at 900 in rows 500 to 559 or calm throughout, without these rows. */
  private static Frame withoutTheIncident(FeatureSet features, boolean incident) {
    BitSet rows = new BitSet();
    rows.set(500, 560);
    return frame(
            features,
            1000,
            (host, row, column) -> incident && rows.get(row) ? 900 : noise(0, row, column),
            WEB,
            DB)
        .without(List.of(rows, rows));
  }

  @Test
  void rows_taken_away_leave_no_trace_in_what_is_engineered_from_them() {
    Duration window = Duration.ofMinutes(5);
    FeatureSet features =
        new FeatureSet(
            TestFeatures.of("cpu", "disk").features(),
            List.of(
                new EngineeredFeature(
                    "mean", "ratio", Transform.NONE, new RollingMean("cpu", window)),
                new EngineeredFeature(
                    "change", "ratio", Transform.NONE, new Change("cpu", window))),
            TestFeatures.STEP);
    DetectorTraining lagging = TestStacks.training(features, trainer);

    AutoencoderStack calm = trained(all(lagging, withoutTheIncident(features, false), null));
    List<float[]> calmRows = trainer.given().stream().map(TrainingRows::values).toList();
    AutoencoderStack ill = trained(all(lagging, withoutTheIncident(features, true), null));
    List<float[]> illRows = trainer.given().stream().map(TrainingRows::values).toList();

    assertThat(illRows).hasSameSizeAs(calmRows);
    for (int i = 0; i < calmRows.size(); i++) {
      assertThat(illRows.get(i)).as("row %d", i).containsExactly(calmRows.get(i));
    }
    assertThat(row(ill, WEB).trained().calibration())
        .isEqualTo(row(calm, WEB).trained().calibration());
    // The first row that is engineered is the sixth, the first one with a forecast as many later;
    // each after that but the incident's is used.
    assertThat(row(ill, WEB).trained().rows()).isEqualTo(1000 - 5 - LAGS - 60);
    int width = features.size();
    int afterwards = (500 - 5 - LAGS) * width;
    assertThat(Arrays.copyOfRange(illRows.get(1), afterwards, afterwards + width))
        .as("the row after the incident: how new it is, is unknown")
        .containsOnly(Float.NaN);
    assertThat(Arrays.copyOfRange(illRows.get(1), afterwards + width, afterwards + 2 * width))
        .as("the one after that: the change is unknown, its own values are not")
        .satisfies(values -> assertThat(values[0]).isFinite())
        .satisfies(values -> assertThat(values[2]).isNaN())
        .satisfies(values -> assertThat(values[3]).isNaN());
  }

  @Test
  void the_threshold_is_calibrated_on_the_later_half() {
    AutoencoderStack calm = trained(all(training, noisy(FEATURES, 1000, WEB, DB), null));
    AutoencoderStack late = trained(all(training, drifting(1000, 800), null));

    // Its first two have too little before them to be scored.
    assertThat(row(calm, WEB).trained().calibration().errors().rows()).isEqualTo(496);
    assertThat(row(late, WEB).trained().calibration().errors().rows()).isEqualTo(496);
    assertThat(row(late, WEB).trained().calibration().threshold())
        .isGreaterThan(1.5 * row(calm, WEB).trained().calibration().threshold());
  }

  /** From a row on, every second row is high and the other low. */
  private static Frame drifting(int rows, int from) {
    return frame(
        FEATURES,
        rows,
        (host, row, column) -> noise(row < from ? 0 : row % 2 == 0 ? 3 : -3, row, column),
        WEB,
        DB);
  }

  @Test
  void a_row_of_the_later_half_is_measured_by_what_was_known_before_it() {
    // What begins with the last eighth but one is new to its forecast, but not to the last one's.
    Frame history = drifting(LAGS + 800, LAGS + 600);
    AutoencoderStack detector = trained(all(training, history, null));
    double[] errors = seenErrors(detector, history);
    double[] calibrated = new double[400];
    System.arraycopy(errors, LAGS + 400, calibrated, 0, 400);
    double seen = Arrays.stream(calibrated).max().orElseThrow();

    assertThat(row(detector, WEB).trained().calibration().errors().quantiles().get(20).error())
        .as("the largest error of a forecast fitted to earlier rows")
        .isGreaterThan(1.1 * seen);
  }

  /** By the forecast that has seen all rows. */
  private double[] seenErrors(AutoencoderStack detector, Frame history) {
    try (Detector scoring = training.open(detector)) {
      Scores scores = scoring.scoreRows(history, 0);
      double[] errors = new double[history.rows()];
      Arrays.setAll(errors, scores::error);
      return errors;
    }
  }

  @Test
  void the_error_is_fitted_to_all_rows_by_the_last_forecast() {
    Frame history = drifting(LAGS + 800, LAGS + 400);
    AutoencoderStack detector = trained(all(training, history, null));

    // Of rows whose innovation residual and seasonal deviation energies are both 1 in the mean.
    double[] errors = seenErrors(detector, history);
    assertThat(Arrays.stream(errors).filter(Double::isFinite).average().orElseThrow())
        .isBetween(0.9, 1.2);
  }

  @Test
  void folds_of_the_fleet_are_trained_and_dropped() {
    AutoencoderStack detector = trained(all(training, noisy(FEATURES, 500, WEB, DB, CACHE), null));

    assertThat(trainer.given()).as("fleet, hosts, folds").hasSize(1 + 3 + 3);
    assertThat(detector.weights().rows()).isEqualTo(1 + 3);
  }

  @Test
  void the_fleets_model_is_measured_on_hosts_it_has_not_learned_from() {
    Frame apart =
        frame(
            FEATURES,
            500,
            (host, row, column) -> noise(host == 2 ? 100 : 0, row, column),
            WEB,
            DB,
            CACHE);
    // Without folds nothing is left but the rows that were learned from.
    AutoencoderRow seen =
        trained(all(training(new MeanTrainer(4, 5, 6)), apart, null)).rows().get(0);
    AutoencoderRow heldOut = trained(all(training, apart, null)).rows().get(0);

    assertThat(heldOut.trained().calibration().errors().rows())
        .as("each row of each host that would be scored")
        .isEqualTo(3 * SCORED);
    assertThat(seen.trained().calibration().errors().rows()).isEqualTo(3 * SCORED);
    assertThat(heldOut.error().parameters()).isEqualTo(seen.error().parameters());
    // Left out, a host does not shift the seasonal level.
    assertThat(heldOut.trained().calibration().errors().median())
        .isGreaterThan(1.25 * seen.trained().calibration().errors().median());
    assertThat(heldOut.trained().calibration().threshold())
        .isGreaterThan(1.15 * seen.trained().calibration().threshold());
  }

  @Test
  void the_fleets_error_is_fitted_to_the_rows_it_has_learned() {
    Frame apart =
        frame(FEATURES, 500, (host, row, column) -> noise(100 * host, row, column), WEB, DB, CACHE);
    AutoencoderStack detector = trained(all(training, apart, null));

    // Of all hosts together the seasonal deviations have the deviation that they are scaled to.
    assertThat(detector.rows().get(0).error().parameters().deviationScales().get(0))
        .isCloseTo(1, within(0.01f));
  }

  @Test
  void a_fold_that_does_not_converge_is_not_measured_by() {
    Frame history = noisy(FEATURES, 500, WEB, DB);
    AutoencoderStack one = trained(all(training(new MeanTrainer(4)), history, null));
    AutoencoderStack none = trained(all(training(new MeanTrainer(3, 4)), history, null));

    assertThat(one.rows()).hasSize(3);
    assertThat(one.rows().get(0).trained().calibration().errors().rows())
        .as("the host that the other fold holds out")
        .isEqualTo(SCORED);
    assertThat(none.rows()).hasSize(3);
    assertThat(none.rows().get(0).trained().calibration().errors().rows())
        .as("nothing better than the rows that were learned from")
        .isEqualTo(2 * SCORED);
  }

  @Test
  void a_fleet_of_one_is_measured_on_the_rows_it_has_learned() {
    AutoencoderStack detector = trained(all(training, noisy(FEATURES, 500, WEB), null));

    assertThat(trainer.given()).as("no folds").hasSize(2);
    assertThat(detector.rows().get(0).trained().calibration().errors().rows()).isEqualTo(SCORED);
  }

  @Test
  void a_host_whose_rows_never_follow_each_other_is_left_out_and_the_others_are_trained() {
    Frame history =
        frame(
            FEATURES,
            500,
            (host, row, column) -> host == 0 && row % 2 == 0 ? Float.NaN : noise(0, row, column),
            WEB,
            DB,
            CACHE);
    DetectorTraining.Outcome outcome = all(training, history, null);

    assertThat(outcome.leftOut())
        .containsExactly(Map.entry(WEB, "no row has enough rows before it to be scored"));
    assertThat(trained(outcome).rows()).hasSize(3);
  }

  @Test
  void too_short_a_history_is_left_out_with_this_reason() {
    Frame history =
        frame(
            FEATURES,
            300,
            (host, row, column) -> host == 1 && row >= 99 ? Float.NaN : noise(0, row, column),
            WEB,
            DB);
    Outcome outcome = all(training, history, null);

    assertThat(outcome.leftOut())
        .isEqualTo(Map.of(DB, "94 rows of history with enough coverage, needs 100"));
    assertThat(trained(outcome).rowOfInstance()).containsOnlyKeys(WEB);
  }

  @Test
  void without_a_single_instance_there_is_no_detector() {
    Outcome outcome = all(training, noisy(FEATURES, 50, WEB), null);

    assertThat(outcome.detector()).isNull();
    assertThat(outcome.leftOut()).containsOnlyKeys(WEB);
    assertThat(trainer.given()).isEmpty();
  }

  @Test
  void a_row_that_does_not_converge_is_left_out_and_keeps_its_old_model() {
    AutoencoderStack previous = trained(all(training, noisy(FEATURES, 500, WEB, DB), null));
    Frame later = noisy(FEATURES, 600, WEB, DB);
    Outcome outcome = all(training(new MeanTrainer(2)), later, previous);
    AutoencoderStack detector = trained(outcome);

    assertThat(outcome.leftOut())
        .isEqualTo(Map.of(DB, "training did not converge to finite weights"));
    assertThat(row(detector, DB)).isSameAs(row(previous, DB));
    assertThat(row(detector, WEB).trained().rows()).isEqualTo(600 - LAGS);
    assertThat(biases(detector, DB)).isEqualTo(biases(previous, DB));
    assertThat(trained(all(training(new MeanTrainer(2)), later, null)).rowOfInstance())
        .containsOnlyKeys(WEB);
  }

  @Test
  void a_fleet_that_does_not_converge_gives_no_detector() {
    Outcome outcome = all(training(new MeanTrainer(0)), noisy(FEATURES, 500, WEB, DB), null);

    assertThat(outcome.detector()).isNull();
    assertThat(outcome.leftOut()).containsOnlyKeys(TrainedInstance.FLEET);
  }

  @Test
  void training_into_a_detector_touches_only_the_instances_of_the_frame() {
    AutoencoderStack previous = trained(all(training, noisy(FEATURES, 500, WEB, DB), null));
    Frame other = frame(FEATURES, 400, (host, row, column) -> noise(7, row, 1 - column), DB, CACHE);
    AutoencoderStack detector = trained(into(training, previous, other));

    assertThat(detector.rowOfInstance()).containsOnlyKeys(WEB, DB, CACHE);
    assertThat(detector.rows().get(0)).isSameAs(previous.rows().get(0));
    assertThat(detector.fleetSize()).isEqualTo(2);
    assertThat(row(detector, WEB)).isSameAs(row(previous, WEB));
    assertThat(biases(detector, WEB)).isEqualTo(biases(previous, WEB));
    assertThat(row(detector, DB).trained().rows()).isEqualTo(400 - LAGS);
    assertThat(biases(detector, DB)).isNotEqualTo(biases(previous, DB));
    assertThat(trainer.given()).as("no fleet, no folds").hasSize(2);
  }

  @Test
  void training_into_a_detector_without_success_gives_none() {
    AutoencoderStack previous = trained(all(training, noisy(FEATURES, 500, WEB, DB), null));

    assertThat(into(training, previous, noisy(FEATURES, 50, DB)).detector()).isNull();
    assertThat(into(training(new MeanTrainer(0)), previous, noisy(FEATURES, 500, DB)).detector())
        .isNull();
  }

  @Test
  void how_much_history_there_was_is_remembered() {
    Outcome outcome =
        training.trainAll(
            noisy(FEATURES, 500, WEB, DB),
            Map.of(WEB, Duration.ofHours(30)),
            null,
            END,
            TrainingProgress.SILENT);

    assertThat(row(trained(outcome), WEB).trained().history()).isEqualTo(Duration.ofHours(30));
    assertThat(row(trained(outcome), DB).trained().history()).isZero();
  }

  private static List<Float> biases(AutoencoderStack detector, Labels instance) {
    Weights row = detector.weights().select(rowNumber(detector, instance));
    float[] biases = row.bias(row.architecture().layers() - 1);
    return List.of(biases[0], biases[1]);
  }
}
