package io.github.anomalyexporter.core.baseline;

import static io.github.anomalyexporter.core.detector.TestFrames.CACHE;
import static io.github.anomalyexporter.core.detector.TestFrames.DB;
import static io.github.anomalyexporter.core.detector.TestFrames.END;
import static io.github.anomalyexporter.core.detector.TestFrames.WEB;
import static io.github.anomalyexporter.core.detector.TestFrames.frame;
import static io.github.anomalyexporter.core.detector.TestFrames.noise;
import static io.github.anomalyexporter.core.detector.TestFrames.noisy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.anomalyexporter.core.detector.DetectorTraining;
import io.github.anomalyexporter.core.detector.DetectorTraining.Outcome;
import io.github.anomalyexporter.core.detector.Scores;
import io.github.anomalyexporter.core.detector.TestFrames;
import io.github.anomalyexporter.core.detector.TestTrained;
import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.core.detector.TrainedInstance;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.feature.TestFeatures;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.model.TrainingProgress;
import io.github.anomalyexporter.core.model.TrainingStoppedException;
import io.github.anomalyexporter.core.score.ThresholdMethod;
import io.github.anomalyexporter.core.score.ThresholdOptions;
import io.github.anomalyexporter.core.series.Labels;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BaselineTrainingTest {
  private static final FeatureSet FEATURES = TestFeatures.of("cpu", "disk", "net");

  static Stream<RowModelKind> kinds() {
    return Stream.of(PrincipalComponents.KIND, IsolationForest.KIND);
  }

  private static DetectorTraining training(RowModelKind kind) {
    return training(kind, BaselineTraining.DEFAULT_THRESHOLD);
  }

  private static DetectorTraining training(RowModelKind kind, ThresholdOptions threshold) {
    return TestBaselines.training(kind, FEATURES, threshold);
  }

  private static Outcome all(RowModelKind kind, Frame history, @Nullable TrainedDetector previous) {
    return training(kind).trainAll(history, Map.of(), previous, END, TrainingProgress.SILENT);
  }

  private static BaselineRows trained(Outcome outcome) {
    return BaselineRows.of(Objects.requireNonNull(outcome.detector()));
  }

  /** What disk and network do follows cpu; of the last host the network does much more. */
  private static float related(int host, int row, int column) {
    return noise(host == 2 && column == 2 ? 10 : 0, row, 0) + 0.1f * noise(0, row, column);
  }

  private static BaselineRow row(BaselineRows rows, Labels instance) {
    return rows.rows().get(Objects.requireNonNull(rows.rowOfInstance().get(instance)));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void each_instance_has_a_row_after_the_fleets(RowModelKind kind) {
    Outcome outcome =
        training(kind)
            .trainAll(
                noisy(FEATURES, 500, DB, WEB),
                Map.of(WEB, Duration.ofHours(30)),
                null,
                END,
                TrainingProgress.SILENT);
    BaselineRows detector = trained(outcome);

    assertThat(outcome.leftOut()).isEmpty();
    assertThat(detector.instances())
        .extracting(TrainedInstance::instance)
        .containsExactly(TrainedInstance.FLEET, DB, WEB);
    assertThat(detector.fleetSize()).isEqualTo(2);
    assertThat(row(detector, WEB).trained().history()).isEqualTo(Duration.ofHours(30));
    assertThat(row(detector, WEB).trained().trainedAt()).isEqualTo(END);
    assertThat(row(detector, WEB).trained().rows()).isEqualTo(495);
    assertThat(row(detector, WEB).trained().report()).isNull();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void a_hundredth_of_the_rows_it_was_trained_on_is_above_the_threshold(RowModelKind kind) {
    TrainedInstance web =
        row(trained(all(kind, noisy(FEATURES, 1005, DB, WEB), null)), WEB).trained();

    assertThat(web.calibration().method()).isEqualTo(ThresholdMethod.QUANTILE);
    assertThat(web.calibration().quantile()).isEqualTo(0.99);
    assertThat(web.calibration().errors().rows()).isEqualTo(1000);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void a_budget_goes_by_an_instances_own_past(RowModelKind kind) {
    ThresholdOptions budget = ThresholdOptions.DEFAULT.withRowsPerDay(100);
    Outcome outcome =
        training(kind, budget)
            .trainAll(
                frame(FEATURES, 505, BaselineTrainingTest::related, DB, WEB),
                Map.of(),
                null,
                END,
                TrainingProgress.SILENT);
    TrainedInstance web = row(trained(outcome), WEB).trained();

    assertThat(web.calibration().method()).isEqualTo(ThresholdMethod.BUDGET);
    assertThat(web.calibration().reason()).isEqualTo("exceeded 5 times in 500 rows");
    assertThat(web.calibration().threshold())
        .isBetween(
            web.calibration().errors().median(),
            web.calibration().errors().quantiles().get(20).error());
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void the_fleets_threshold_is_that_of_hosts_it_has_not_learned_from(RowModelKind kind) {
    Frame apart = frame(FEATURES, 500, BaselineTrainingTest::related, CACHE, DB, WEB);
    BaselineRows detector = trained(all(kind, apart, null));

    TrainedInstance fleet = detector.instances().get(0);
    assertThat(fleet.calibration().errors().rows()).as("each row of each host").isEqualTo(3 * 495);
    double[] learned =
        IntStream.range(0, 3)
            .mapToObj(host -> byTheFleet(detector, apart, host))
            .flatMapToDouble(Arrays::stream)
            .sorted()
            .toArray();
    assertThat(fleet.calibration().threshold())
        .isGreaterThan(learned[(int) (0.99 * learned.length)]);
  }

  /** The errors of an instance's rows as those of an unknown instance. */
  private static double[] byTheFleet(BaselineRows detector, Frame history, int host) {
    Frame unknown =
        new Frame(
            history.range(),
            history.columns(),
            List.of(TestFrames.host("new")),
            List.of(history.cells(host)));
    Scores scores = new BaselineDetector(detector, 0.5).scoreRows(unknown, 0);
    return IntStream.range(5, 500).mapToDouble(scores::error).toArray();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void training_into_a_detector_touches_only_the_instances_of_the_frame(RowModelKind kind) {
    BaselineRows previous = trained(all(kind, noisy(FEATURES, 500, DB, WEB), null));
    Frame other = frame(FEATURES, 400, (host, row, column) -> noise(7, row, 1 - column), CACHE, DB);
    Outcome outcome =
        training(kind).trainInto(previous, other, Map.of(), END, TrainingProgress.SILENT);
    BaselineRows detector = trained(outcome);

    assertThat(detector.rowOfInstance()).containsOnlyKeys(WEB, DB, CACHE);
    assertThat(detector.rows().get(0)).isSameAs(previous.rows().get(0));
    assertThat(detector.fleetSize()).isEqualTo(2);
    assertThat(row(detector, WEB)).isSameAs(row(previous, WEB));
    assertThat(row(detector, DB).trained().rows()).isEqualTo(395);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void an_instance_that_is_left_out_keeps_its_previous_row_and_has_a_reason(RowModelKind kind) {
    BaselineRows previous = trained(all(kind, noisy(FEATURES, 500, DB, WEB), null));
    Frame history =
        frame(
            FEATURES,
            300,
            (host, row, column) -> host == 1 && row >= 99 ? Float.NaN : noise(0, row, column),
            DB,
            WEB);
    Outcome outcome = all(kind, history, previous);

    assertThat(outcome.leftOut())
        .isEqualTo(Map.of(WEB, "94 rows of history with enough coverage, needs 100"));
    assertThat(row(trained(outcome), WEB)).isSameAs(row(previous, WEB));
    assertThat(trained(all(kind, history, null)).rowOfInstance()).containsOnlyKeys(DB);
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void a_row_that_is_refused_gives_way_to_the_one_before(RowModelKind kind) {
    BaselineRows previous = trained(all(kind, noisy(FEATURES, 500, DB, WEB), null));
    BaselineRows next = trained(all(kind, noisy(FEATURES, 600, DB, WEB), null));

    BaselineRows taken = next.with(previous.refusing(Map.of(WEB, "worse")), Set.of(WEB));

    assertThat(row(taken, WEB).model()).isSameAs(row(previous, WEB).model());
    assertThat(row(taken, WEB).trained().refused()).isEqualTo("worse");
    assertThat(row(taken, DB)).isSameAs(row(next, DB));
    assertThat(taken.rows().get(0)).isSameAs(next.rows().get(0));
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void no_instance_to_train_gives_no_detector(RowModelKind kind) {
    BaselineRows previous = trained(all(kind, noisy(FEATURES, 500, WEB), null));
    Frame brief = noisy(FEATURES, 50, WEB);

    assertThat(all(kind, brief, null).detector()).isNull();
    assertThat(
            training(kind)
                .trainInto(previous, brief, Map.of(), END, TrainingProgress.SILENT)
                .detector())
        .isNull();
  }

  @ParameterizedTest
  @MethodSource("kinds")
  void one_seed_and_one_history_are_one_model(RowModelKind kind) {
    Frame history = noisy(FEATURES, 500, DB, WEB);

    assertThat(row(trained(all(kind, history, null)), WEB).model().numbers())
        .containsExactly(row(trained(all(kind, history, null)), WEB).model().numbers());
  }

  @Test
  void a_detector_of_another_kind_is_refused() {
    TrainedDetector other = new TestTrained(FEATURES, List.of());

    assertThatIllegalArgumentException()
        .isThrownBy(() -> training(PrincipalComponents.KIND).open(other))
        .withMessage("expected models of single rows, found another detector");
  }

  @Test
  void an_interrupted_training_stops() {
    Thread.currentThread().interrupt();
    try {
      assertThatExceptionOfType(TrainingStoppedException.class)
          .isThrownBy(() -> all(PrincipalComponents.KIND, noisy(FEATURES, 500, WEB), null));
    } finally {
      assertThat(Thread.interrupted()).as("stays interrupted").isTrue();
    }
  }

  @Test
  void the_models_that_serve_and_those_that_are_trained_count_as_memory() {
    assertThat(BaselineTraining.modelBytes(PrincipalComponents.KIND, FEATURES, 10))
        .isEqualTo(2 * 10 * 4 * 3 * 4);
    assertThat(BaselineTraining.modelBytes(IsolationForest.KIND, FEATURES, 10))
        .as("100 trees of 2^9 nodes of 8 bytes")
        .isEqualTo(2 * 10 * 409_600);
  }
}
