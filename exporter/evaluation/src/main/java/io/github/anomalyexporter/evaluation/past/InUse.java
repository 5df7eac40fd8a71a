package io.github.anomalyexporter.evaluation.past;

import io.github.anomalyexporter.core.acceptance.Acceptance;
import io.github.anomalyexporter.core.detector.DetectorTraining;
import io.github.anomalyexporter.core.detector.RaisedThresholds;
import io.github.anomalyexporter.core.detector.Scores;
import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.model.TrainingProgress;
import io.github.anomalyexporter.core.score.Calibration;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.evaluation.past.FleetWalk.Pace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Trains as {@code serve} does: every day on the rows before that day, as many as in the history,
 * and the detector is replaced if the new model is accepted ({@link Acceptance}). The test set must
 * follow the history. Incidents in these rows are learned from because they are not marked.
 */
public final class InUse implements Protocol {
  private static final Duration BETWEEN_TRAININGS = Duration.ofDays(1);

  @Override
  public Result run(
      DetectorTraining training, Frame history, Frame test, TrainingProgress progress) {
    long start = System.nanoTime();
    Duration step = training.features().step();
    Pace pace =
        new Pace(
            step.multipliedBy(history.rows() - training.features().lagRows()),
            Duration.ZERO,
            BETWEEN_TRAININGS);
    FleetWalk walk = new FleetWalk(training, pace, UnaryOperator.identity());
    Days days = new Days();
    walk.walk(followed(history, test), history.rows(), (number, of) -> progress, days);
    return new Result(
        days.joined(),
        days.calibration(),
        walk.trainingTime(),
        Duration.ofNanos(System.nanoTime() - start).minus(walk.trainingTime()));
  }

  /** Returns the history of the only instance of the test set, followed by the test set. */
  static Frame followed(Frame history, Frame test) {
    Labels labels = test.instances().get(0);
    float[] past = history.cells(history.instances().indexOf(labels));
    float[] rows = test.cells(0);
    float[] all = Arrays.copyOf(past, past.length + rows.length);
    System.arraycopy(rows, 0, all, past.length, rows.length);
    TimeRange range = history.range();
    int count = history.rows() + test.rows();
    return new Frame(
        new TimeRange(range.start(), range.at(count - 1), range.step()),
        history.columns(),
        List.of(labels),
        List.of(all));
  }

  /** The days of one instance. */
  private static final class Days implements FleetWalk.Results {
    private final List<Scores> scores = new ArrayList<>();
    private @Nullable Calibration calibration;

    @Override
    public void scored(Labels instance, int from, Scores part, int rows, TrainedDetector by) {
      scores.add(part.last(rows));
      int row = Objects.requireNonNull(by.rowOfInstance().get(instance));
      calibration = by.instances().get(row).calibration();
    }

    @Override
    public void leftOut(Labels instance, String why) {
      // Without a first model no row is scored; later trainings keep the previous model.
      if (scores.isEmpty()) {
        throw new HistoryTooShortException(why);
      }
    }

    Scores joined() {
      return RaisedThresholds.raised(Scores.join(scores));
    }

    Calibration calibration() {
      return Objects.requireNonNull(calibration);
    }
  }
}
