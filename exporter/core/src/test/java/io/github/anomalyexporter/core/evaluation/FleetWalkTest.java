package io.github.anomalyexporter.core.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.anomalyexporter.core.evaluation.FleetWalk.Pace;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.feature.TestFeatures;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.model.TrainingProgress;
import io.github.anomalyexporter.core.score.Calibration;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A row an hour; histories of four days, trained every day. */
class FleetWalkTest {
  private static final Duration HOUR = Duration.ofHours(1);
  private static final Labels WEB = Labels.of("instance", "web");
  private static final Labels DB = Labels.of("instance", "db");
  private static final FeatureSet FEATURES =
      new FeatureSet(List.of(TestFeatures.feature("cpu")), List.of(), HOUR);
  private static final Pace PACE =
      new Pace(Duration.ofDays(4), Duration.ofDays(2), Duration.ofDays(1), 7);
  private static final int FIRST = 96;
  private static final int ROWS = FIRST + 60;

  private final Recorder recorder = new Recorder();
  private final List<String> progress = new ArrayList<>();

  /** Its error is the last cell, its threshold how many trainings there were. */
  private static final class Recorder implements TrainableDetector {
    final List<Frame> histories = new ArrayList<>();
    Map<Labels, String> leftOut = Map.of();
    @Nullable RuntimeException failure;
    int open;

    @Override
    public RowScorer train(
        FeatureSet features, Frame history, long seed, TrainingProgress progress) {
      if (failure != null) {
        throw failure;
      }
      histories.add(history);
      open++;
      int number = histories.size();
      return new RowScorer() {
        @Override
        public int rowsBefore() {
          return 0;
        }

        @Override
        public RowScores score(Frame frame, int instance) {
          double[] errors = new double[frame.rows()];
          for (int row = 0; row < errors.length; row++) {
            errors[row] = frame.cells(instance)[row];
          }
          double[] thresholds = new double[errors.length];
          Arrays.fill(thresholds, number);
          return new RowScores(List.of("cpu"), errors, thresholds, new float[errors.length]);
        }

        @Override
        public Optional<Calibration> calibration(Labels instance) {
          return Optional.empty();
        }

        @Override
        public Map<Labels, String> leftOut() {
          return leftOut;
        }

        @Override
        public void close() {
          open--;
        }
      };
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
        new TimeRange(start, start.plus(HOUR.multipliedBy(ROWS - 1L)), HOUR),
        List.of("cpu"),
        List.of(DB, WEB),
        List.of(numbers, late));
  }

  private List<ScoredInstance> walk(Frame frame, UnaryOperator<Frame> learnable) {
    return new FleetWalk(recorder, FEATURES, PACE, learnable)
        .scores(
            frame,
            FIRST,
            (number, of) -> {
              progress.add(number + " of " + of);
              return TrainingProgress.SILENT;
            });
  }

  @Test
  void each_day_is_scored_by_what_was_trained_right_before_it() {
    List<ScoredInstance> scored = walk(frame(0), UnaryOperator.identity());

    assertThat(recorder.histories).as("two days and a half").hasSize(3);
    assertThat(progress).containsExactly("1 of 3", "2 of 3", "3 of 3");
    for (int day = 0; day < 3; day++) {
      Frame history = recorder.histories.get(day);
      assertThat(history.instances()).containsExactly(DB, WEB);
      assertThat(history.rows()).isEqualTo(96);
      assertThat(history.cells(1)[95]).as("the last row before").isEqualTo(FIRST + 24 * day - 1);
    }
    assertThat(scored).extracting(ScoredInstance::instance).containsExactly(DB, WEB);
    for (ScoredInstance instance : scored) {
      assertThat(instance.rows()).isEqualTo(60);
      assertThat(instance.knownRows()).isEqualTo(60);
      assertThat(instance.leftOut()).isNull();
      assertThat(instance.score(0)).isEqualTo(FIRST);
      assertThat(instance.score(24)).isEqualTo((FIRST + 24) / 2.0);
      assertThat(instance.score(59)).isEqualTo((FIRST + 59) / 3.0);
    }
    assertThat(recorder.open).as("each is closed").isZero();
  }

  @Test
  void an_instance_joins_when_it_has_the_minimum_of_history() {
    List<ScoredInstance> scored = walk(frame(60), UnaryOperator.identity());

    assertThat(recorder.histories.get(0).instances()).containsExactly(DB);
    assertThat(recorder.histories.get(1).instances()).containsExactly(DB, WEB);
    assertThat(scored.get(1).knownRows()).isEqualTo(60 - 24);
    assertThat(scored.get(1).score(23)).isNaN();
    assertThat(scored.get(1).score(24)).isEqualTo((FIRST + 24) / 2.0);
    assertThat(scored.get(1).leftOut())
        .isEqualTo("36h00m of history at a training, needs 48h00m (min_history)");
  }

  @Test
  void nobody_with_history_is_no_training() {
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

    assertThat(recorder.histories.get(0).cells(0)[15]).isNaN();
    assertThat(recorder.histories.get(0).cells(1)[15]).isEqualTo(15);
    assertThat(scored.get(0).knownRows()).isEqualTo(60);
  }

  @Test
  void whom_the_detector_leaves_out_is_said_with_its_reason() {
    recorder.leftOut = Map.of(WEB, "never the same");

    List<ScoredInstance> scored = walk(frame(0), UnaryOperator.identity());

    assertThat(scored.get(0).knownRows()).isEqualTo(60);
    assertThat(scored.get(1).knownRows()).isZero();
    assertThat(scored.get(1).leftOut()).isEqualTo("never the same");
  }

  @Test
  void a_training_that_finds_too_little_is_said_of_all() {
    recorder.failure = new HistoryTooShortException("too little of it");

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
