package io.github.anomalyexporter.evaluation.past;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.acceptance.LabelledRows;
import io.github.anomalyexporter.core.detector.DetectorTraining;
import io.github.anomalyexporter.core.detector.TestDetector;
import io.github.anomalyexporter.core.detector.TestKind;
import io.github.anomalyexporter.core.detector.TestTrained;
import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.feature.TestFeatures;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.model.TrainingProgress;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.evaluation.past.NewHost.FirstDays;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A row a quarter of an hour. The score of a row is its value; two days of it are labelled. */
class NewHostTest {
  private static final Duration STEP = Duration.ofMinutes(15);
  private static final int DAY = 96;
  private static final int FIRST = 3 * DAY;
  private static final Labels WEB = Labels.of("instance", "web");
  private static final Labels DB = Labels.of("instance", "db");
  private static final FeatureSet FEATURES =
      new FeatureSet(List.of(TestFeatures.feature("cpu")), List.of(), STEP);

  private final List<Integer> histories = new ArrayList<>();
  private final List<TrainedDetector> joined = new ArrayList<>();
  private final List<TestDetector> opened = new ArrayList<>();

  private final DetectorTraining training =
      new DetectorTraining(
          new TestKind(
              features -> 0,
              (trained, into) -> {
                histories.add(TestTrained.values(trained.histories().get(0)).length);
                if (into != null) {
                  joined.add(into);
                }
                return TestTrained.of(trained, 1);
              },
              (trained, minCoverage) -> {
                opened.add(new TestDetector(trained, TestDetector.VALUES, 1));
                return opened.get(opened.size() - 1);
              }),
          FEATURES,
          TestKind.OPTIONS);

  /**
   * Three days, then two labelled ones; alarms are rows of the labelled ones, each large enough
   * after the alarms before it.
   */
  private static Frame rows(Labels instance, int... alarms) {
    float[] cells = new float[FIRST + 2 * DAY];
    for (int row = 0; row < cells.length; row++) {
      cells[row] = row % 2 == 0 ? 0.5f : 0.25f;
    }
    float height = 1.5f;
    for (int alarm : alarms) {
      cells[FIRST + alarm] = height;
      height *= 2;
    }
    Instant start = Instant.parse("2026-03-02T00:00:00Z");
    TimeRange range = new TimeRange(start, start.plus(STEP.multipliedBy(cells.length - 1L)), STEP);
    return new Frame(range, List.of("cpu"), List.of(instance), List.of(cells));
  }

  /** Two days with one event from 10 o'clock to 11 o'clock of the first. */
  private static LabelledRows labels() {
    BitSet event = new BitSet();
    event.set(40, 45);
    return new LabelledRows(event, 2 * DAY, STEP);
  }

  private FirstDays firstDays(@Nullable TrainedDetector fleet, Frame rows, int hours, int every) {
    return new NewHost(training, fleet)
        .firstDays(
            rows.part(0, 0, FIRST),
            rows.part(0, FIRST, rows.rows()),
            labels(),
            Duration.ofHours(hours),
            Duration.ofHours(every));
  }

  @Test
  void the_host_is_trained_whenever_its_history_has_grown_by_a_quarter() {
    firstDays(null, rows(WEB), 30, 48);

    // 30 hours, 37.5 and, rounded up to a row, 46.875.
    assertThat(histories).containsExactly(120, 150, 188);
    assertThat(opened).hasSize(3).allMatch(TestDetector::isClosed);
    assertThat(joined).isEmpty();
  }

  @Test
  void hours_with_a_false_alarm_and_events_of_the_first_days_are_counted() {
    // Twice in one hour, once in another, once inside the event, once in the second day.
    Frame rows = rows(WEB, 8, 10, 20, 42, 150);

    assertThat(firstDays(null, rows, 30, 48)).isEqualTo(new FirstDays(1, 2, 3, 1, 1, null));
    assertThat(firstDays(null, rows, 30, 24)).isEqualTo(new FirstDays(2, 3, 4, 1, 1, null));
    assertThat(firstDays(null, rows(WEB), 30, 24)).isEqualTo(new FirstDays(2, 0, 0, 1, 0, null));
  }

  @Test
  void a_host_joins_the_detector_of_the_others() {
    TrainedDetector fleet =
        training
            .trainAll(rows(DB), Map.of(), null, Instant.EPOCH, TrainingProgress.SILENT)
            .detector();

    firstDays(fleet, rows(WEB), 30, 48);

    assertThat(joined).hasSize(3).containsOnly(fleet);
  }

  @Test
  void a_day_without_enough_history_is_left_out() {
    FirstDays none = firstDays(null, rows(WEB, 8, 42), 20, 24);

    assertThat(none)
        .isEqualTo(FirstDays.leftOut("web: 74 rows of history with enough coverage, needs 100"));
    assertThat(none.falseHoursPerDay()).isNaN();
    assertThat(none.falseAlarmsPerDay()).isNaN();
    assertThat(none.recall()).isNaN();
    assertThat(firstDays(null, rows(WEB), 1000, 24))
        .isEqualTo(FirstDays.leftOut("web: 4d of rows before a day, needs 41d16h"));
  }

  @Test
  void test_rows_of_less_than_a_day_are_left_out() {
    assertThat(firstDays(null, rows(WEB).part(0, 0, FIRST + DAY - 1), 30, 24))
        .isEqualTo(FirstDays.leftOut("web: 23h45m of test rows, needs 1d"));
  }

  @Test
  void figures_are_summed() {
    FirstDays sum =
        new FirstDays(1, 2, 5, 3, 0, null).plus(new FirstDays(3, 0, 1, 1, 1, "few rows"));

    assertThat(sum.falseHoursPerDay()).isEqualTo(0.5);
    assertThat(sum.falseAlarmsPerDay()).isEqualTo(1.5);
    assertThat(sum.recall()).isEqualTo(0.25);
    assertThat(sum.leftOut()).isEqualTo("few rows");
  }
}
