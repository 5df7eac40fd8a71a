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
import java.util.Optional;

/**
 * A detector as {@code serve} lives with it: trained again every day on the rows before that day,
 * as many as it was trained on at first. Incidents among them are learned from as any row is, since
 * nobody marks them.
 */
public final class InUse implements TrainableDetector {
  private static final Duration BETWEEN_TRAININGS = Duration.ofDays(1);

  /** Rows before a day that its first scores may look back on, if their features need no more. */
  private static final int CONTEXT = 200;

  private final TrainableDetector detector;

  public InUse(TrainableDetector detector) {
    this.detector = detector;
  }

  @Override
  public int rowsBefore(FeatureSet features) {
    return detector.rowsBefore(features);
  }

  /** Trains when it scores, day by day: the frame that is scored has to follow the history. */
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

    @Override
    public RowScores score(Frame frame, int instance) {
      Labels labels = frame.instances().get(instance);
      float[] past = history.cells(history.instances().indexOf(labels));
      float[] rows = frame.cells(instance);
      float[] all = Arrays.copyOf(past, past.length + rows.length);
      System.arraycopy(rows, 0, all, past.length, rows.length);
      int day = Math.toIntExact(BETWEEN_TRAININGS.dividedBy(features.step()));
      int context = Math.max(CONTEXT, detector.rowsBefore(features));
      int before = Math.min(context, history.rows());
      List<RowScores> days = new ArrayList<>();
      for (int first = 0; first < frame.rows(); first += day) {
        int end = Math.min(first + day, frame.rows());
        Frame known = part(labels, all, first, first + history.rows());
        try (RowScorer trained = detector.train(features, known, seed, progress)) {
          Frame window = part(labels, all, history.rows() + first - before, history.rows() + end);
          days.add(trained.score(window, 0).last(end - first));
          last = trained.calibration(labels);
        }
      }
      return RowScores.join(days);
    }

    private Frame part(Labels labels, float[] all, int from, int to) {
      int width = features.features().size();
      TimeRange range = history.range();
      return new Frame(
          new TimeRange(range.at(from), range.at(to - 1), range.step()),
          history.columns(),
          List.of(labels),
          List.of(Arrays.copyOfRange(all, from * width, to * width)));
    }

    /** Of the last day. */
    @Override
    public Optional<Calibration> calibration(Labels instance) {
      return last;
    }

    @Override
    public void close() {}
  }
}
