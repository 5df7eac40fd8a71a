package io.github.anomalyexporter.core.evaluation;

import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.model.TrainingProgress;
import io.github.anomalyexporter.core.score.Calibration;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A detector as it is used by {@code serve}: retrained every day on the rows before that day, as
 * many as in the first training, and replaced if the new model is accepted ({@link Acceptance}).
 * Incidents in these rows are learned from because they are not marked.
 */
public final class InUse implements TrainableDetector {
  private static final Duration BETWEEN_TRAININGS = Duration.ofDays(1);

  /** Least number of rows before a day as context of its first scores. */
  private static final int CONTEXT = 200;

  private final TrainableDetector detector;

  public InUse(TrainableDetector detector) {
    this.detector = detector;
  }

  /** Trains during scoring, day by day: the scored frame must follow the history. */
  @Override
  public RowScorer train(FeatureSet features, Frame history, long seed, TrainingProgress progress) {
    return new Walk(features, history, seed, progress);
  }

  private final class Walk implements RowScorer {
    private final FeatureSet features;
    private final Frame history;
    private final long seed;
    private final TrainingProgress progress;
    private Optional<Calibration> last = Optional.empty();

    Walk(FeatureSet features, Frame history, long seed, TrainingProgress progress) {
      this.features = features;
      this.history = history;
      this.seed = seed;
      this.progress = progress;
    }

    /** 0, because the frame follows the history. */
    @Override
    public int rowsBefore() {
      return 0;
    }

    @Override
    public RowScores score(Frame frame, int instance) {
      Frame all = followed(frame, instance);
      int day = Math.toIntExact(BETWEEN_TRAININGS.dividedBy(features.step()));
      Labels labels = frame.instances().get(instance);
      List<RowScores> days = new ArrayList<>();
      try (ServingScorers serving = new ServingScorers(features)) {
        for (int first = 0; first < frame.rows(); first += day) {
          int end = Math.min(first + day, frame.rows());
          Frame known = all.part(0, first, first + history.rows());
          serving.take(detector.train(features, known, seed, progress), known);
          RowScorer scorer = Objects.requireNonNull(serving.of(labels));
          int before = Math.min(Math.max(CONTEXT, scorer.rowsBefore()), history.rows());
          Frame window = all.part(0, history.rows() + first - before, history.rows() + end);
          days.add(scorer.score(window, 0).last(end - first));
          last = scorer.calibration(labels);
        }
      }
      return RowScores.join(days);
    }

    /** Returns the history of an instance followed by the frame. */
    private Frame followed(Frame frame, int instance) {
      Labels labels = frame.instances().get(instance);
      float[] past = history.cells(history.instances().indexOf(labels));
      float[] rows = frame.cells(instance);
      float[] all = Arrays.copyOf(past, past.length + rows.length);
      System.arraycopy(rows, 0, all, past.length, rows.length);
      TimeRange range = history.range();
      int count = history.rows() + frame.rows();
      return new Frame(
          new TimeRange(range.start(), range.at(count - 1), range.step()),
          history.columns(),
          List.of(labels),
          List.of(all));
    }

    /** Returns the calibration of the last day. */
    @Override
    public Optional<Calibration> calibration(Labels instance) {
      return last;
    }

    @Override
    public void close() {}
  }
}
