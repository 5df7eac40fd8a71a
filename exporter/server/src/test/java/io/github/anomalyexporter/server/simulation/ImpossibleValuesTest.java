package io.github.anomalyexporter.server.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.anomalyexporter.core.detector.Detector;
import io.github.anomalyexporter.core.detector.DetectorTraining;
import io.github.anomalyexporter.core.detector.Scores;
import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.model.TrainingProgress;
import io.github.anomalyexporter.evaluation.variant.UntrainedNetwork;
import io.github.anomalyexporter.testing.fleet.SimulatedHost;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Values that no host can have, in the history and in the last row. */
class ImpossibleValuesTest {
  private static final int COLUMNS = Simulation.FEATURES.features().size();
  private static final SimulatedHost HOST = Simulation.FLEET.hosts().iterator().next();

  /** So long that a day is known by its mean. */
  private static final Duration LENGTH = Duration.ofHours(30);

  private static final Instant SHORT_END = Simulation.HISTORY_START.plus(LENGTH);
  private static final Frame SHORT =
      Simulation.FRAMES.history(List.of(HOST), Simulation.HISTORY_START, SHORT_END);

  private static int column(String feature) {
    return Simulation.FEATURES.queriedNames().indexOf(feature);
  }

  private static Frame with(Frame frame, int column, int from, int to, float value) {
    float[] cells = frame.cells(0).clone();
    for (int row = from; row < to; row++) {
      cells[row * COLUMNS + column] = value;
    }
    return new Frame(frame.range(), frame.columns(), frame.instances(), List.of(cells));
  }

  @Test
  void a_counter_that_steps_back_does_not_hide_a_busy_disk_a_day_later() {
    int busy = column("disk_busy");
    Frame history =
        Simulation.FRAMES.history(List.of(HOST), Simulation.HISTORY_START, Simulation.HISTORY_END);
    for (int hoursAgo : new int[] {30, 5}) {
      int row = history.rows() - 60 * hoursAgo;
      history = with(history, busy, row, row + 4, 2975.01f);
    }
    Instant start = Simulation.HISTORY_END.plus(Duration.ofHours(1));
    Frame later =
        Simulation.FRAMES.scored(List.of(HOST), start, start.plus(Duration.ofMinutes(119)));
    later = with(later, busy, later.rows() - 120, later.rows(), 0.99f);

    try (Detector detector = Simulation.open(Simulation.train(history))) {
      Scores scores = Simulation.replay(detector, later).get(0);

      assertThat(scores.rows()).isEqualTo(120);
      assertThat(scores.alarms().cardinality()).isGreaterThan(100);
      for (int row = 0; row < scores.rows(); row++) {
        assertThat(scores.expected(row, busy)).isBetween(0f, 1f);
        for (int input = 0; input < Simulation.FEATURES.size(); input++) {
          double expected = scores.expected(row, input);
          double clamped = Simulation.FEATURES.bounds(input).clamp(expected);
          assertThat(Double.compare(clamped, expected))
              .as(Simulation.FEATURES.name(input))
              .isZero();
        }
      }
    }
  }

  @Test
  void what_is_impossible_now_is_missing_now() {
    int busy = column("disk_busy");
    Frame later =
        Simulation.FRAMES.scored(List.of(HOST), SHORT_END, SHORT_END.plus(Duration.ofMinutes(1)));
    later = with(later, busy, later.rows() - 1, later.rows(), 2975.01f);

    try (Detector detector = open(learn(SHORT))) {
      Scores scores = detector.score(Simulation.FRAMES.window(later, later.rows() - 1));

      assertThat(scores.actual(0, busy)).isNaN();
      assertThat(scores.coverage(0)).isLessThan(1);
      assertThat(scores.score(0)).isLessThan(1);
    }
  }

  private static final DetectorTraining TRAINING = Simulation.training(new UntrainedNetwork());

  private static TrainedDetector learn(Frame history) {
    return Objects.requireNonNull(
        TRAINING
            .trainAll(history, Map.of(), null, history.range().end(), TrainingProgress.SILENT)
            .detector());
  }

  private static Detector open(TrainedDetector trained) {
    return TRAINING.open(trained);
  }
}
