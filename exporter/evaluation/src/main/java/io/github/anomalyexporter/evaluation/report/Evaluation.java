package io.github.anomalyexporter.evaluation.report;

import io.github.anomalyexporter.core.detector.DetectorTraining;
import io.github.anomalyexporter.core.detector.Scores;
import io.github.anomalyexporter.core.model.TrainingProgress;
import io.github.anomalyexporter.core.score.Calibration;
import io.github.anomalyexporter.evaluation.figure.Figures;
import io.github.anomalyexporter.evaluation.input.Dataset;
import io.github.anomalyexporter.evaluation.input.InputException;
import io.github.anomalyexporter.evaluation.past.HistoryTooShortException;
import io.github.anomalyexporter.evaluation.past.Protocol;
import io.github.anomalyexporter.evaluation.past.Protocol.Result;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Result of one detector with one seed on one instance.
 *
 * @param instance name of the instance
 * @param detector name of the detector
 * @param seed seed of the training
 * @param training duration of the training
 * @param scoring duration of scoring all test rows
 * @param rows number of test rows
 * @param unknownRows number of test rows without a score
 * @param figures null if the test rows have no labels
 */
public record Evaluation(
    String instance,
    String detector,
    long seed,
    Duration training,
    Duration scoring,
    int rows,
    int unknownRows,
    @Nullable Figures figures) {

  /**
   * Evaluation with its scores and calibration.
   *
   * @param calibration of the threshold, at the end of the test set
   */
  public record Scored(Evaluation evaluation, Scores scores, Calibration calibration) {}

  /** Returns the evaluation of the same test rows with other scores. */
  public Evaluation of(Dataset dataset, Scores scores) {
    return new Evaluation(
        instance,
        detector,
        seed,
        training,
        scoring,
        rows,
        scores.unknownRows(),
        figures(dataset, scores));
  }

  private static @Nullable Figures figures(Dataset dataset, Scores scores) {
    return dataset.labels() == null
        ? null
        : Figures.of(scores, dataset.labels(), dataset.interpretations());
  }

  /**
   * Trains on the history, scores the test rows, and evaluates the scores with the labels, which
   * are not used before.
   *
   * @param name of the detector
   * @param training for the features of the data set
   * @throws InputException if the history is too short
   */
  public static Scored of(
      Dataset dataset,
      String name,
      DetectorTraining training,
      Protocol protocol,
      TrainingProgress progress) {
    try {
      Result result = protocol.run(training, dataset.history(), dataset.test(), progress);
      Scores scores = result.scores();
      Evaluation evaluation =
          new Evaluation(
              dataset.pair().instance(),
              name,
              training.options().training().seed(),
              result.training(),
              result.scoring(),
              scores.rows(),
              scores.unknownRows(),
              figures(dataset, scores));
      return new Scored(evaluation, scores, result.calibration());
    } catch (HistoryTooShortException e) {
      throw new InputException(dataset.pair().train(), "cannot be trained on: " + e.getMessage());
    }
  }
}
