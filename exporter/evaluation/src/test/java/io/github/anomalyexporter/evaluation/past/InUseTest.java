package io.github.anomalyexporter.evaluation.past;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.detector.DetectorTraining;
import io.github.anomalyexporter.core.detector.InstanceHistory;
import io.github.anomalyexporter.core.detector.RaisedThresholds;
import io.github.anomalyexporter.core.detector.Scores;
import io.github.anomalyexporter.core.detector.TestDetector;
import io.github.anomalyexporter.core.detector.TestKind;
import io.github.anomalyexporter.core.detector.TestTrained;
import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.core.detector.Training;
import io.github.anomalyexporter.core.feature.EngineeredFeature;
import io.github.anomalyexporter.core.feature.EngineeredFeature.RollingMean;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.feature.TestFeatures;
import io.github.anomalyexporter.core.feature.Transform;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.model.TrainingProgress;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InUseTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Instant START = Instant.parse("2026-03-02T00:00:00Z");
  private static final Labels WEB = Labels.of("instance", "web");
  private static final Labels DB = Labels.of("instance", "db");

  /** A row an hour: 24 a day. */
  private static final FeatureSet FEATURES =
      new FeatureSet(List.of(TestFeatures.feature("cpu")), List.of(), HOUR);

  /** Too few to compare a detector with the one before. */
  private static final int HISTORY = 110;

  /** So many rows before a row that the history is too short to refuse a model by. */
  private static final int BEFORE = 90;

  private final Recorder recorder = new Recorder();

  /**
   * Remembers what it is trained on and asked to score. Its threshold is the mean of what it was
   * trained on; the error of a row is the sum of the window up to that row.
   */
  private static final class Recorder implements TestKind.Trainer {
    final List<InstanceHistory> histories = new ArrayList<>();
    final List<Frame> windows = new ArrayList<>();
    final List<TestDetector> opened = new ArrayList<>();

    DetectorTraining training(FeatureSet features) {
      return new DetectorTraining(
          new TestKind(
              it -> it.lagRows() + BEFORE,
              this,
              (trained, minCoverage) -> {
                TestDetector detector =
                    new TestDetector(
                        trained, this::sums, TestTrained.mean(histories.get(histories.size() - 1)));
                opened.add(detector);
                return detector;
              }),
          features,
          TestKind.OPTIONS);
    }

    private double[] sums(Frame frame, int instance) {
      windows.add(frame);
      double[] errors = new double[frame.rows()];
      double sum = 0;
      for (int row = 0; row < errors.length; row++) {
        sum += frame.cells(instance)[row];
        errors[row] = sum;
      }
      return errors;
    }

    @Override
    public TrainedDetector train(Training training, @Nullable TrainedDetector into) {
      InstanceHistory history = training.histories().get(0);
      histories.add(history);
      return TestTrained.of(training, TestTrained.mean(history));
    }
  }

  private static double mean(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).average().orElseThrow();
  }

  /** Of hosts in turn; each cell is the number of its row since the start, a thousand a host. */
  private static Frame numbered(int from, int rows, Labels... hosts) {
    List<float[]> cells = new ArrayList<>();
    for (int host = 0; host < hosts.length; host++) {
      float[] column = new float[rows];
      for (int row = 0; row < rows; row++) {
        column[row] = 1000 * host + from + row;
      }
      cells.add(column);
    }
    return new Frame(
        new TimeRange(
            START.plus(HOUR.multipliedBy(from)),
            START.plus(HOUR.multipliedBy(from + rows - 1L)),
            HOUR),
        List.of("cpu"),
        List.of(hosts),
        cells);
  }

  private Protocol.Result inUse(Frame history, Frame test) {
    return inUse(FEATURES, history, test);
  }

  private Protocol.Result inUse(FeatureSet features, Frame history, Frame test) {
    return new InUse().run(recorder.training(features), history, test, TrainingProgress.SILENT);
  }

  @Test
  void it_is_trained_at_the_beginning_of_each_day_on_as_many_rows_as_at_first() {
    Scores scores = inUse(numbered(0, HISTORY, WEB), numbered(HISTORY, 60, WEB)).scores();

    assertThat(scores.rows()).isEqualTo(60);
    assertThat(recorder.histories).as("two days and a half").hasSize(3);
    for (int day = 0; day < 3; day++) {
      InstanceHistory known = recorder.histories.get(day);
      assertThat(known.instance()).isEqualTo(WEB);
      assertThat(TestTrained.values(known))
          .as("all rows up to the last row before the day")
          .isEqualTo(numbered(24 * day, HISTORY, WEB).cells(0));
    }
    assertThat(recorder.opened).as("each is closed").allMatch(TestDetector::isClosed);
  }

  @Test
  void each_row_is_scored_by_the_detector_of_its_day() {
    Scores scores = inUse(numbered(0, HISTORY, WEB), numbered(HISTORY, 60, WEB)).scores();

    for (int row = 0; row < 60; row++) {
      int day = row / 24;
      assertThat(RaisedThresholds.calibrated(scores).threshold(row))
          .isEqualTo(mean(numbered(24 * day, HISTORY, WEB).cells(0)));
    }
  }

  @Test
  void the_first_rows_of_a_day_look_back_on_those_before_it() {
    Scores scores = inUse(numbered(0, HISTORY, WEB), numbered(HISTORY, 60, WEB)).scores();

    Frame first = recorder.windows.get(0);
    assertThat(first.cells(0)).isEqualTo(numbered(0, HISTORY + 24, WEB).cells(0));
    assertThat(first.range()).isEqualTo(numbered(0, HISTORY + 24, WEB).range());
    Frame second = recorder.windows.get(1);
    assertThat(second.cells(0)).isEqualTo(numbered(0, HISTORY + 48, WEB).cells(0));
    assertThat(scores.error(24)).isEqualTo(sum(0, HISTORY + 24));
    assertThat(scores.error(59)).isEqualTo(sum(0, HISTORY + 59));
  }

  /** Of the numbers from one to another, both included. */
  private static double sum(int from, int to) {
    return IntStream.rangeClosed(from, to).sum();
  }

  @Test
  void a_day_looks_back_on_no_fewer_rows_than_its_features_need() {
    Duration window = Duration.ofHours(400);
    FeatureSet lagging =
        new FeatureSet(
            FEATURES.features(),
            List.of(
                new EngineeredFeature(
                    "mean", "ratio", Transform.NONE, new RollingMean("cpu", window))),
            HOUR);
    inUse(lagging, numbered(0, 1000, WEB), numbered(1000, 24, WEB));

    assertThat(recorder.windows.get(0).rows())
        .isGreaterThanOrEqualTo(lagging.lagRows() + BEFORE + 24);
  }

  @Test
  void a_rows_score_depends_on_no_later_row() {
    Frame calm = numbered(HISTORY, 60, WEB);
    for (int changed : new int[] {1, 23, 24, 25, 47, 48, 59}) {
      float[] cells = calm.cells(0).clone();
      Arrays.fill(cells, changed, 60, 1e6f);
      Frame ill = new Frame(calm.range(), calm.columns(), calm.instances(), List.of(cells));
      Scores calmScores = inUse(numbered(0, HISTORY, WEB), calm).scores();
      Scores illScores = inUse(numbered(0, HISTORY, WEB), ill).scores();

      for (int row = 0; row < changed; row++) {
        assertThat(illScores.error(row)).isEqualTo(calmScores.error(row));
        assertThat(illScores.threshold(row)).isEqualTo(calmScores.threshold(row));
      }
      assertThat(illScores.error(changed)).isNotEqualTo(calmScores.error(changed));
    }
  }

  @Test
  void an_instance_has_its_own_past() {
    inUse(numbered(0, HISTORY, DB, WEB), numbered(HISTORY, 24, WEB));

    InstanceHistory known = recorder.histories.get(0);
    assertThat(known.instance()).isEqualTo(WEB);
    assertThat(TestTrained.values(known)).isEqualTo(numbered(0, HISTORY, DB, WEB).cells(1));
  }

  @Test
  void less_than_a_day_is_scored_by_the_first_training() {
    assertThat(inUse(numbered(0, HISTORY, WEB), numbered(HISTORY, 5, WEB)).scores().rows())
        .isEqualTo(5);

    assertThat(recorder.histories).hasSize(1);
  }

  @Test
  void the_calibration_is_that_of_the_last_day() {
    Protocol.Result result = inUse(numbered(0, HISTORY, WEB), numbered(HISTORY, 60, WEB));

    assertThat(result.calibration().errors().mean())
        .isEqualTo(mean(numbered(48, HISTORY, WEB).cells(0)));
  }

  /** Errors are the largest of some columns of three, less half of their swing. */
  private static double[] largest(Frame frame, int... seen) {
    double[] errors = new double[frame.rows()];
    for (int row = 0; row < errors.length; row++) {
      for (int column : seen) {
        errors[row] = Math.max(errors[row], frame.cells(0)[row * 3 + column] - 0.5);
      }
    }
    return errors;
  }

  @Test
  void a_worse_model_is_not_taken_and_all_are_closed() {
    FeatureSet features = TestFeatures.of("cpu", "memory", "disk");
    int day = 1440;
    int[][] seen = {{0, 1, 2}, {0}, {0, 1, 2}, {1, 2}};
    List<TestDetector> opened = new ArrayList<>();
    TestKind kind =
        new TestKind(
            it -> BEFORE,
            (training, into) -> TestTrained.of(training, 1),
            (trained, minCoverage) -> {
              int[] columns = seen[opened.size()];
              opened.add(
                  new TestDetector(trained, (frame, instance) -> largest(frame, columns), 100));
              return opened.get(opened.size() - 1);
            });
    float[] cells = new float[3 * (2 + 4) * day];
    for (int cell = 0; cell < cells.length; cell++) {
      cells[cell] = cell / 3 % 2 == 0 ? 0.5f : -0.5f;
    }
    for (int noon = 2 * day + day / 2; noon < 6 * day; noon += day) {
      // A sign of each column at noon: 1, 2 and 3.
      cells[3 * noon] += 1;
      cells[3 * noon + 1] += 2;
      cells[3 * noon + 2] += 3;
    }
    TimeRange range = new TimeRange(START, START.plusSeconds(60L * (6 * day - 1)), features.step());
    Frame all = new Frame(range, features.queriedNames(), List.of(WEB), List.of(cells));

    Scores scores =
        new InUse()
            .run(
                new DetectorTraining(kind, features, TestKind.OPTIONS),
                all.part(List.of(WEB), 0, 2 * day),
                all.part(List.of(WEB), 2 * day, 6 * day),
                TrainingProgress.SILENT)
            .scores();

    assertThat(opened).hasSize(4).allMatch(TestDetector::isClosed);
    // The second was refused, so that the third column is seen on each of the days.
    for (int number = 0; number < 4; number++) {
      assertThat(scores.error(number * day + day / 2)).isEqualTo(3);
    }
  }
}
