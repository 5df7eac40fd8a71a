package io.github.anomalyexporter.core.evaluation;

import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.model.TrainingProgress;
import io.github.anomalyexporter.core.series.Labels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Simulates {@code serve} on the past of a fleet: at each training interval all instances with
 * enough history are trained on the rows before, and the rows until the next training are scored by
 * the new model, or by the previous model if the new one is refused for an instance. Rows of an
 * instance without its own model are unknown, because {@code serve} does not alert on them. For one
 * thread.
 */
public final class FleetWalk {
  /** Least number of rows before a part as context of its first scores. */
  private static final int CONTEXT = 200;

  private final TrainableDetector detector;
  private final FeatureSet features;
  private final Pace pace;
  private final UnaryOperator<Frame> learnable;
  private @Nullable TrainedDetector trained;
  private int trainings;

  /**
   * The schedule of the trainings, in whole steps.
   *
   * @param history maximum length of the history of a training
   * @param minimum length of the history that an instance needs, without gaps
   * @param trainingInterval between two trainings
   * @param seed of all trainings
   */
  public record Pace(Duration history, Duration minimum, Duration trainingInterval, long seed) {}

  /** Receives the progress. */
  public interface Progress {
    /**
     * Called at the begin of a training.
     *
     * @param number of the training, from 1
     * @param of number of trainings
     * @return receives the progress of the training
     */
    TrainingProgress training(int number, int of);
  }

  /**
   * @param learnable removes rows not to learn from from a history
   */
  public FleetWalk(
      TrainableDetector detector, FeatureSet features, Pace pace, UnaryOperator<Frame> learnable) {
    this.detector = detector;
    this.features = features;
    this.pace = pace;
    this.learnable = learnable;
  }

  /**
   * Trains and scores.
   *
   * @param frame the queried features of the rows to score and the rows before them
   * @param first first row to score
   * @return the scores of each instance of the frame, from the first row on
   */
  public List<ScoredInstance> scores(Frame frame, int first, Progress progress) {
    Map<Labels, ScoredInstance> scored = new LinkedHashMap<>();
    for (Labels instance : frame.instances()) {
      scored.put(instance, new ScoredInstance(instance, frame.rows() - first));
    }
    List<BitSet> present =
        IntStream.range(0, frame.instances().size()).mapToObj(frame::presentRows).toList();
    int interval = rows(pace.trainingInterval());
    int of = (frame.rows() - first + interval - 1) / interval;
    try (ServingScorers serving = new ServingScorers(features)) {
      for (int number = 1; number <= of; number++) {
        int from = first + (number - 1) * interval;
        int end = Math.min(from + interval, frame.rows());
        List<Labels> ready = ready(present, from, scored);
        if (!ready.isEmpty()) {
          int past = Math.max(0, from - rows(pace.history()) - features.lagRows());
          Frame history = learnable.apply(frame.part(ready, past, from));
          train(history, progress.training(number, of), serving, scored);
          score(frame, ready, first, from, end, serving, scored);
        }
      }
    }
    return new ArrayList<>(scored.values());
  }

  /** Returns the instances with enough history right before a row. */
  private List<Labels> ready(List<BitSet> present, int from, Map<Labels, ScoredInstance> scored) {
    int past = Math.max(0, from - rows(pace.history()));
    List<Labels> ready = new ArrayList<>();
    int index = 0;
    for (ScoredInstance instance : scored.values()) {
      int rows = present.get(index++).get(past, from).cardinality();
      Duration history = features.step().multipliedBy(rows);
      if (history.compareTo(pace.minimum()) >= 0) {
        ready.add(instance.instance());
      } else {
        instance.leaveOut(
            "%s of history at a training, needs %s (min_history)"
                .formatted(hours(history), hours(pace.minimum())));
      }
    }
    return ready;
  }

  /** Trains; with too little history the previous models are kept. */
  private void train(
      Frame history,
      TrainingProgress progress,
      ServingScorers serving,
      Map<Labels, ScoredInstance> scored) {
    RowScorer retrained;
    try {
      retrained = detector.train(features, history, pace.seed(), progress);
    } catch (HistoryTooShortException e) {
      history.instances().forEach(it -> leaveOut(scored, it, String.valueOf(e.getMessage())));
      return;
    }
    trainings++;
    trained = retrained.trained().orElse(null);
    retrained.leftOut().forEach((instance, reason) -> leaveOut(scored, instance, reason));
    serving.take(retrained, history);
  }

  private void score(
      Frame frame,
      List<Labels> instances,
      int first,
      int from,
      int end,
      ServingScorers serving,
      Map<Labels, ScoredInstance> scored) {
    for (Labels instance : instances) {
      RowScorer scorer = serving.of(instance);
      ScoredInstance into = scored.get(instance);
      if (scorer != null && into != null) {
        int before = Math.min(from, Math.max(CONTEXT, scorer.rowsBefore()));
        Frame window = frame.part(List.of(instance), from - before, end);
        into.put(scorer.score(window, 0), features, from - first, end - from);
      }
    }
  }

  private static void leaveOut(Map<Labels, ScoredInstance> scored, Labels instance, String reason) {
    ScoredInstance into = scored.get(instance);
    if (into != null) {
      into.leaveOut(reason);
    }
  }

  private int rows(Duration duration) {
    return Math.toIntExact(Math.max(1, duration.dividedBy(features.step())));
  }

  private static String hours(Duration duration) {
    return String.format(Locale.ROOT, "%dh%02dm", duration.toHours(), duration.toMinutesPart());
  }

  /** The result of the last training; null before it, and if the detector does not provide it. */
  public @Nullable TrainedDetector trained() {
    return trained;
  }

  /** Number of trainings. */
  public int trainings() {
    return trainings;
  }
}
