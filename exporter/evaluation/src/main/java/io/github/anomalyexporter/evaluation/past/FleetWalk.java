package io.github.anomalyexporter.evaluation.past;

import io.github.anomalyexporter.core.detector.Detector;
import io.github.anomalyexporter.core.detector.DetectorTraining;
import io.github.anomalyexporter.core.detector.DetectorTraining.Outcome;
import io.github.anomalyexporter.core.detector.Scores;
import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.model.TrainingProgress;
import io.github.anomalyexporter.core.model.TrainingStoppedException;
import io.github.anomalyexporter.core.series.Labels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Simulates {@code serve} on the past of a fleet: at each training interval all instances with
 * enough history are trained on the rows before, and the rows until the next training are scored by
 * the new model, or by the previous model if the new one is refused for an instance. Rows of an
 * instance without its own model are unknown, because {@code serve} does not alert on them. For one
 * thread.
 */
public final class FleetWalk {
  private final DetectorTraining training;
  private final Pace pace;
  private final UnaryOperator<Frame> learnable;
  private @Nullable TrainedDetector trained;
  private int trainings;
  private Duration lastTraining = Duration.ZERO;
  private Duration trainingTime = Duration.ZERO;

  /**
   * The schedule of the trainings, in whole steps.
   *
   * @param history maximum length of the history of a training
   * @param minHistory length of the history that an instance needs, without gaps
   * @param trainingInterval between two trainings
   */
  public record Pace(Duration history, Duration minHistory, Duration trainingInterval) {}

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

  /** Receives the results. */
  public interface Results {
    /**
     * Called for each instance and part between two trainings, in order of time.
     *
     * @param from number of the first row of the part, counted from the first row to score
     * @param scores of the part and possibly of rows before it
     * @param rows number of rows of the part, the last ones of {@code scores}
     * @param by the detector that scored them
     */
    void scored(Labels instance, int from, Scores scores, int rows, TrainedDetector by);

    /** Called if a training leaves out an instance. */
    void leftOut(Labels instance, String reason);
  }

  /**
   * @param learnable removes rows not to learn from from a history
   */
  public FleetWalk(DetectorTraining training, Pace pace, UnaryOperator<Frame> learnable) {
    this.training = training;
    this.pace = pace;
    this.learnable = learnable;
  }

  /**
   * Trains and scores. Throws a {@link TrainingStoppedException} if the thread is interrupted.
   *
   * @param frame the queried features of the rows to score and the rows before them
   * @param first first row to score
   */
  public void walk(Frame frame, int first, Progress progress, Results results) {
    List<BitSet> present = new ArrayList<>();
    for (int i = 0; i < frame.instances().size(); i++) {
      present.add(frame.presentRows(i));
    }
    int interval = rows(pace.trainingInterval());
    int of = (frame.rows() - first + interval - 1) / interval;
    try (ServingDetectors serving = new ServingDetectors(training)) {
      for (int number = 1; number <= of; number++) {
        int from = first + (number - 1) * interval;
        int end = Math.min(from + interval, frame.rows());
        List<Labels> ready = ready(frame, present, from, results);
        if (!ready.isEmpty()) {
          int past = Math.max(0, from - rows(pace.history()) - training.features().lagRows());
          Frame history = learnable.apply(frame.part(ready, past, from));
          train(history, progress.training(number, of), serving, results);
          score(frame, ready, first, from, end, serving, results);
        }
      }
    }
  }

  /** Returns the instances with enough history right before a row. */
  private List<Labels> ready(Frame frame, List<BitSet> present, int from, Results results) {
    int past = Math.max(0, from - rows(pace.history()));
    List<Labels> ready = new ArrayList<>();
    for (int i = 0; i < present.size(); i++) {
      Labels instance = frame.instances().get(i);
      int rows = present.get(i).get(past, from).cardinality();
      Duration history = training.features().step().multipliedBy(rows);
      if (history.compareTo(pace.minHistory()) >= 0) {
        ready.add(instance);
      } else {
        results.leftOut(
            instance,
            "%s of history at a training, needs %s (min_history)"
                .formatted(hours(history), hours(pace.minHistory())));
      }
    }
    return ready;
  }

  /** Trains; with too little history the previous models are kept. */
  private void train(
      Frame history, TrainingProgress progress, ServingDetectors serving, Results results) {
    long start = System.nanoTime();
    Outcome outcome = training.trainAll(history, Map.of(), null, history.range().end(), progress);
    lastTraining = Duration.ofNanos(System.nanoTime() - start);
    trainingTime = trainingTime.plus(lastTraining);
    outcome.leftOut().forEach(results::leftOut);
    TrainedDetector retrained = outcome.detector();
    if (retrained != null && !retrained.rowOfInstance().isEmpty()) {
      trainings++;
      trained = retrained;
      serving.take(training.open(retrained), outcome.leftOut().keySet(), history);
    }
  }

  private void score(
      Frame frame,
      List<Labels> instances,
      int first,
      int from,
      int end,
      ServingDetectors serving,
      Results results) {
    for (Labels instance : instances) {
      if (Thread.currentThread().isInterrupted()) {
        throw new TrainingStoppedException();
      }
      Detector detector = serving.of(instance);
      if (detector != null) {
        Scores scores = serving.score(frame, instance, from, end);
        results.scored(instance, from - first, scores, end - from, detector.trained());
      }
    }
  }

  private int rows(Duration duration) {
    return Math.toIntExact(Math.max(1, duration.dividedBy(training.features().step())));
  }

  private static String hours(Duration duration) {
    return String.format(Locale.ROOT, "%dh%02dm", duration.toHours(), duration.toMinutesPart());
  }

  /** The result of the last training that succeeded; null before it. */
  public @Nullable TrainedDetector trained() {
    return trained;
  }

  /** Number of trainings that succeeded. */
  public int trainings() {
    return trainings;
  }

  /** Duration of the last training; zero before it. */
  public Duration lastTraining() {
    return lastTraining;
  }

  /** Duration of all trainings. */
  public Duration trainingTime() {
    return trainingTime;
  }
}
