package io.github.anomalyexporter.evaluation.past;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.anomalyexporter.core.detector.DetectorTraining;
import io.github.anomalyexporter.core.detector.InstanceHistory;
import io.github.anomalyexporter.core.detector.TestDetector;
import io.github.anomalyexporter.core.detector.TestKind;
import io.github.anomalyexporter.core.detector.TestTrained;
import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.core.detector.Training;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.feature.TestFeatures;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.model.TrainingProgress;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.evaluation.past.FleetWalk.Pace;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A row a quarter of an hour; histories of four days, trained every day. */
class FleetWalkTest {
  private static final Duration STEP = Duration.ofMinutes(15);
  private static final int DAY = 96;
  private static final Labels WEB = Labels.of("instance", "web");
  private static final Labels DB = Labels.of("instance", "db");
  private static final FeatureSet FEATURES =
      new FeatureSet(List.of(TestFeatures.feature("cpu")), List.of(), STEP);
  private static final Pace PACE =
      new Pace(Duration.ofDays(4), Duration.ofDays(2), Duration.ofDays(1));
  private static final int FIRST = 4 * DAY;

  /** Two days and a half. */
  private static final int SCORED = 240;

  private static final int ROWS = FIRST + SCORED;

  private final Recorder recorder = new Recorder();
  private final List<String> progress = new ArrayList<>();

  /** Its error is the last cell, its threshold the number of trainings. */
  private static final class Recorder implements TestKind.Trainer {
    final List<List<InstanceHistory>> histories = new ArrayList<>();
    final List<TestDetector> opened = new ArrayList<>();
    @Nullable Labels leftOut;
    @Nullable RuntimeException failure;
    boolean tooLittle;

    DetectorTraining training() {
      return new DetectorTraining(
          new TestKind(
              features -> 0,
              this,
              (trained, minCoverage) -> {
                TestDetector detector =
                    new TestDetector(trained, TestDetector.VALUES, histories.size());
                opened.add(detector);
                return detector;
              }),
          FEATURES,
          TestKind.OPTIONS);
    }

    @Override
    public @Nullable TrainedDetector train(Training training, @Nullable TrainedDetector into) {
      if (failure != null) {
        throw failure;
      }
      if (tooLittle) {
        training.histories().forEach(it -> training.leaveOut(it.instance(), "too little of it"));
        return null;
      }
      histories.add(training.histories());
      if (leftOut != null) {
        training.leaveOut(leftOut, "never the same");
      }
      return TestTrained.of(training, 1);
    }
  }

  /**
   * Two hosts; each cell is the number of its row.
   *
   * @param missing so many rows the second one has not been there
   */
  private static Frame frame(int missing) {
    float[] numbers = new float[ROWS];
    for (int row = 0; row < ROWS; row++) {
      numbers[row] = row;
    }
    float[] late = numbers.clone();
    Arrays.fill(late, 0, missing, Float.NaN);
    Instant start = Instant.parse("2026-03-02T00:00:00Z");
    return new Frame(
        new TimeRange(start, start.plus(STEP.multipliedBy(ROWS - 1L)), STEP),
        List.of("cpu"),
        List.of(DB, WEB),
        List.of(numbers, late));
  }

  private List<ScoredInstance> walk(Frame frame, UnaryOperator<Frame> learnable) {
    ScoredFleet scored =
        new ScoredFleet(
            frame.instances(),
            new TimeRange(frame.range().at(FIRST), frame.range().end(), frame.range().step()),
            Map.of());
    new FleetWalk(recorder.training(), PACE, learnable)
        .walk(
            frame,
            FIRST,
            (number, of) -> {
              progress.add(number + " of " + of);
              return TrainingProgress.SILENT;
            },
            scored);
    return scored.instances();
  }

  /** The values of an instance in the history of a training. */
  private float[] history(int training, int instance) {
    return TestTrained.values(recorder.histories.get(training).get(instance));
  }

  @Test
  void each_day_is_scored_by_what_was_trained_right_before_it() {
    List<ScoredInstance> scored = walk(frame(0), UnaryOperator.identity());

    assertThat(recorder.histories).as("two days and a half").hasSize(3);
    assertThat(progress).containsExactly("1 of 3", "2 of 3", "3 of 3");
    for (int day = 0; day < 3; day++) {
      assertThat(recorder.histories.get(day))
          .extracting(InstanceHistory::instance)
          .containsExactly(DB, WEB);
      assertThat(history(day, 1)).hasSize(4 * DAY);
      assertThat(history(day, 1)[4 * DAY - 1])
          .as("the last row before")
          .isEqualTo(FIRST + DAY * day - 1);
    }
    assertThat(scored).extracting(ScoredInstance::instance).containsExactly(DB, WEB);
    for (ScoredInstance instance : scored) {
      assertThat(instance.rows()).isEqualTo(SCORED);
      assertThat(instance.knownRows()).isEqualTo(SCORED);
      assertThat(instance.leftOut()).isNull();
      assertThat(instance.unraised(0)).isEqualTo(FIRST);
      assertThat(instance.unraised(DAY)).isEqualTo((FIRST + DAY) / 2.0);
      assertThat(instance.unraised(SCORED - 1)).isEqualTo((FIRST + SCORED - 1) / 3.0);
    }
    assertThat(recorder.opened).as("each is closed").allMatch(TestDetector::isClosed);
  }

  @Test
  void an_instance_joins_when_it_has_the_minimum_of_history() {
    List<ScoredInstance> scored = walk(frame(240), UnaryOperator.identity());

    assertThat(recorder.histories.get(0)).extracting(InstanceHistory::instance).containsExactly(DB);
    assertThat(recorder.histories.get(1))
        .extracting(InstanceHistory::instance)
        .containsExactly(DB, WEB);
    assertThat(scored.get(1).knownRows()).isEqualTo(SCORED - DAY);
    assertThat(scored.get(1).score(DAY - 1)).isNaN();
    assertThat(scored.get(1).score(DAY)).isEqualTo((FIRST + DAY) / 2.0);
    assertThat(scored.get(1).leftOut())
        .isEqualTo("36h00m of history at a training, needs 48h00m (min_history)");
  }

  @Test
  void without_an_instance_with_history_there_is_no_training() {
    Frame frame = frame(ROWS);
    List<ScoredInstance> scored = walk(frame.part(List.of(WEB), 0, ROWS), UnaryOperator.identity());

    assertThat(recorder.histories).isEmpty();
    assertThat(scored.get(0).knownRows()).isZero();
    assertThat(scored.get(0).leftOut()).startsWith("0h00m of history");
  }

  @Test
  void what_is_not_to_be_learned_is_scored_all_the_same() {
    BitSet hidden = new BitSet();
    hidden.set(10, 20);
    List<ScoredInstance> scored =
        walk(frame(0), history -> history.without(List.of(hidden, new BitSet())));

    assertThat(history(0, 0)[15]).isNaN();
    assertThat(history(0, 1)[15]).isEqualTo(15);
    assertThat(scored.get(0).knownRows()).isEqualTo(SCORED);
  }

  @Test
  void an_instance_that_the_detector_leaves_out_has_a_reason() {
    recorder.leftOut = WEB;

    List<ScoredInstance> scored = walk(frame(0), UnaryOperator.identity());

    assertThat(scored.get(0).knownRows()).isEqualTo(SCORED);
    assertThat(scored.get(1).knownRows()).isZero();
    assertThat(scored.get(1).leftOut()).isEqualTo("never the same");
  }

  @Test
  void a_training_with_too_little_history_is_a_reason_for_each_instance() {
    recorder.tooLittle = true;

    assertThat(walk(frame(0), UnaryOperator.identity()))
        .extracting(ScoredInstance::leftOut)
        .containsExactly("too little of it", "too little of it");
  }

  @Test
  void a_fault_of_the_program_is_not_taken_for_too_short_a_history() {
    IllegalArgumentException fault = new IllegalArgumentException("rows of another width");
    recorder.failure = fault;

    assertThatThrownBy(() -> walk(frame(0), UnaryOperator.identity())).isSameAs(fault);
  }
}
