package io.github.anomalyexporter.core.detector;

import static io.github.anomalyexporter.core.detector.TestFrames.CACHE;
import static io.github.anomalyexporter.core.detector.TestFrames.DB;
import static io.github.anomalyexporter.core.detector.TestFrames.END;
import static io.github.anomalyexporter.core.detector.TestFrames.OPTIONS;
import static io.github.anomalyexporter.core.detector.TestFrames.WEB;
import static io.github.anomalyexporter.core.detector.TestFrames.all;
import static io.github.anomalyexporter.core.detector.TestFrames.frame;
import static io.github.anomalyexporter.core.detector.TestFrames.noise;
import static io.github.anomalyexporter.core.detector.TestFrames.noisy;
import static io.github.anomalyexporter.core.detector.TestFrames.trained;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.anomalyexporter.core.detector.DetectorTraining.Outcome;
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

class DetectorTrainingTest {
  private static final FeatureSet FEATURES = TestFeatures.of("cpu", "disk");
  private static final int LAGS = Forecast.LAGS;

  private final MeanTrainer trainer = new MeanTrainer();
  private final DetectorTraining training = training(trainer);

  private static DetectorTraining training(MeanTrainer trainer) {
    return new DetectorTraining(FEATURES, OPTIONS, trainer, new MeanFormat());
  }

  private static Outcome into(DetectorTraining training, TrainedDetector detector, Frame history) {
    return training.trainInto(
        detector, history, Map.of(), END.plusSeconds(60), TrainingProgress.SILENT);
  }

  private static TrainedInstance row(TrainedDetector detector, Labels instance) {
    return detector.rows().get(rowNumber(detector, instance));
  }

  private static int rowNumber(TrainedDetector detector, Labels instance) {
    return Objects.requireNonNull(detector.rowOfInstance().get(instance));
  }

  private static Parameters cpu(TrainedDetector detector, Labels instance) {
    return row(detector, instance).scaler().parameters(0);
  }

  private static Frame withSpikeAt(int spike) {
    return frame(
        FEATURES, 1000, (host, row, column) -> row == spike ? 900 : noise(0, row, column), WEB, DB);
  }

  @Test
  void each_instance_has_a_row_after_the_fleets() {
    TrainedDetector detector = trained(all(training, noisy(FEATURES, 500, WEB, DB), null));

    assertThat(detector.rows())
        .extracting(TrainedInstance::instance)
        .containsExactly(TrainedInstance.FLEET, WEB, DB);
    assertThat(detector.weights().rows()).isEqualTo(3);
    assertThat(detector.fleetSize()).isEqualTo(2);
    assertThat(row(detector, WEB).rows()).as("those with a forecast").isEqualTo(500 - LAGS);
    assertThat(row(detector, WEB).trainedAt()).isEqualTo(END);
  }

  private List<float[]> given(Frame history) {
    all(training, history, null);
    return trainer.given().stream().map(TrainingRows::values).toList();
  }

  @Test
  void the_split_is_chronological_and_the_calibration_part_is_kept_from_training() {
    List<float[]> calm = given(noisy(FEATURES, 1000, WEB, DB));
    TrainingRows web = trainer.given().get(1);
    assertThat(web.trainingRows()).isEqualTo(597);
    assertThat(web.rows()).isEqualTo(597 + 199);

    List<float[]> spikeInCalibration = given(withSpikeAt(LAGS + 597 + 199));
    List<float[]> spikeInValidation = given(withSpikeAt(LAGS + 597));
    for (int i = 0; i < calm.size(); i++) {
      assertThat(spikeInCalibration.get(i)).as("row %d", i).containsExactly(calm.get(i));
      assertThat(spikeInValidation.get(i)).as("row %d", i).isNotEqualTo(calm.get(i));
    }
    assertThat(Arrays.copyOf(spikeInValidation.get(1), 597 * 2))
        .containsExactly(Arrays.copyOf(calm.get(1), 597 * 2));
  }

  @Test
  void the_network_learns_what_the_forecast_does_not_know_within_bounds() {
    Frame spike = withSpikeAt(800);
    all(training, spike, null);
    TrainingRows web = trainer.given().get(1);

    double sum = 0;
    for (int i = 0; i < web.trainingRows() * 2; i++) {
      assertThat(web.values()[i]).isBetween(-5f, 5f);
      sum += web.values()[i] * web.values()[i];
    }
    assertThat(sum / (web.trainingRows() * 2))
        .as("in units of its size")
        .isCloseTo(1, within(0.01));
  }

  @Test
  void the_scaler_is_fitted_to_the_training_part_only() {
    TrainedDetector calm = trained(all(training, noisy(FEATURES, 1000, WEB, DB), null));
    TrainedDetector late = trained(all(training, withSpikeAt(900), null));
    TrainedDetector middle = trained(all(training, withSpikeAt(700), null));
    TrainedDetector early = trained(all(training, withSpikeAt(100), null));

    assertThat(cpu(late, WEB)).as("calibration part").isEqualTo(cpu(calm, WEB));
    assertThat(cpu(middle, WEB)).as("validation part").isEqualTo(cpu(calm, WEB));
    assertThat(cpu(early, WEB).deviation()).as("training part").isGreaterThan(30);
    assertThat(late.rows().get(0).scaler().parameters(0))
        .as("the fleet's")
        .isEqualTo(calm.rows().get(0).scaler().parameters(0));
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
    DetectorTraining lagging = new DetectorTraining(features, OPTIONS, trainer, new MeanFormat());

    TrainedDetector calm = trained(all(lagging, withoutTheIncident(features, false), null));
    List<float[]> calmRows = trainer.given().stream().map(TrainingRows::values).toList();
    TrainedDetector ill = trained(all(lagging, withoutTheIncident(features, true), null));
    List<float[]> illRows = trainer.given().stream().map(TrainingRows::values).toList();

    assertThat(illRows).hasSameSizeAs(calmRows);
    for (int i = 0; i < calmRows.size(); i++) {
      assertThat(illRows.get(i)).as("row %d", i).containsExactly(calmRows.get(i));
    }
    assertThat(row(ill, WEB).calibration()).isEqualTo(row(calm, WEB).calibration());
    // The first row that is engineered is the sixth, the first one with a forecast as many later;
    // each after that but the incident's is used.
    assertThat(row(ill, WEB).rows()).isEqualTo(1000 - 5 - LAGS - 60);
    int afterwards = (500 - 5 - LAGS) * features.size();
    assertThat(Arrays.copyOfRange(illRows.get(1), afterwards, afterwards + features.size()))
        .as("the row after the incident: the change is unknown, its own values are not")
        .satisfies(values -> assertThat(values[0]).isFinite())
        .satisfies(values -> assertThat(values[2]).isNaN())
        .satisfies(values -> assertThat(values[3]).isNaN());
  }

  @Test
  void the_threshold_is_calibrated_on_the_calibration_part_only() {
    TrainedDetector calm = trained(all(training, noisy(FEATURES, 1000, WEB, DB), null));
    TrainedDetector spiky = trained(all(training, withSpikeAt(900), null));

    assertThat(row(calm, WEB).calibration().errors().rows()).isEqualTo(199);
    assertThat(row(spiky, WEB).error().parameters()).isEqualTo(row(calm, WEB).error().parameters());
    assertThat(row(spiky, WEB).calibration().threshold())
        .isGreaterThan(row(calm, WEB).calibration().threshold());
  }

  @Test
  void folds_of_the_fleet_are_trained_and_dropped() {
    TrainedDetector detector = trained(all(training, noisy(FEATURES, 500, WEB, DB, CACHE), null));

    assertThat(trainer.given()).as("fleet, hosts, folds").hasSize(1 + 3 + 3);
    assertThat(detector.weights().rows()).isEqualTo(1 + 3);
  }

  @Test
  void the_fleets_model_is_measured_on_hosts_it_has_not_learned_from() {
    Frame apart =
        frame(FEATURES, 500, (host, row, column) -> noise(100 * host, row, column), WEB, DB, CACHE);
    TrainedDetector detector = trained(all(training, apart, null));
    float within = row(detector, DB).error().parameters().displacementSpread().get(0);
    float between = detector.rows().get(0).error().parameters().displacementSpread().get(0);

    // Left out, the outer hosts are 1.5 distances off the mean of the others, the middle one none;
    // of three groups the standard deviation is the root of two thirds of a distance.
    assertThat(between).isCloseTo(1.5f, within(0.02f));
    assertThat(within).as("an own model").isCloseTo(1, within(0.1f));
  }

  @Test
  void a_fold_that_does_not_converge_is_not_measured_by() {
    Frame history = noisy(FEATURES, 500, WEB, DB);
    TrainedDetector detector = trained(all(training(new MeanTrainer(3, 4)), history, null));

    assertThat(detector.rows()).hasSize(3);
    assertThat(detector.rows().get(0).calibration().errors().rows()).isEqualTo(2 * 99);
  }

  @Test
  void too_short_a_history_is_left_out_and_the_reason_says_so() {
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
    TrainedDetector previous = trained(all(training, noisy(FEATURES, 500, WEB, DB), null));
    Frame later = noisy(FEATURES, 600, WEB, DB);
    Outcome outcome = all(training(new MeanTrainer(2)), later, previous);
    TrainedDetector detector = trained(outcome);

    assertThat(outcome.leftOut())
        .isEqualTo(Map.of(DB, "training did not converge to finite weights"));
    assertThat(row(detector, DB)).isSameAs(row(previous, DB));
    assertThat(row(detector, WEB).rows()).isEqualTo(600 - LAGS);
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
    TrainedDetector previous = trained(all(training, noisy(FEATURES, 500, WEB, DB), null));
    Frame other = frame(FEATURES, 400, (host, row, column) -> noise(7, row, 1 - column), DB, CACHE);
    TrainedDetector detector = trained(into(training, previous, other));

    assertThat(detector.rowOfInstance()).containsOnlyKeys(WEB, DB, CACHE);
    assertThat(detector.rows().get(0)).isSameAs(previous.rows().get(0));
    assertThat(detector.fleetSize()).isEqualTo(2);
    assertThat(row(detector, WEB)).isSameAs(row(previous, WEB));
    assertThat(biases(detector, WEB)).isEqualTo(biases(previous, WEB));
    assertThat(row(detector, DB).rows()).isEqualTo(400 - LAGS);
    assertThat(biases(detector, DB)).isNotEqualTo(biases(previous, DB));
    assertThat(trainer.given()).as("no fleet, no folds").hasSize(2);
  }

  @Test
  void training_into_a_detector_without_success_gives_none() {
    TrainedDetector previous = trained(all(training, noisy(FEATURES, 500, WEB, DB), null));

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

    assertThat(row(trained(outcome), WEB).history()).isEqualTo(Duration.ofHours(30));
    assertThat(row(trained(outcome), DB).history()).isZero();
  }

  private static List<Float> biases(TrainedDetector detector, Labels instance) {
    Weights row = detector.weights().select(rowNumber(detector, instance));
    float[] biases = row.bias(row.architecture().layers() - 1);
    return List.of(biases[0], biases[1]);
  }
}
