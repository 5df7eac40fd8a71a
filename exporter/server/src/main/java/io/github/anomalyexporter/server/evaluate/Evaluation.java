package io.github.anomalyexporter.server.evaluate;

import io.github.anomalyexporter.core.evaluation.Figures;
import io.github.anomalyexporter.core.evaluation.HistoryTooShortException;
import io.github.anomalyexporter.core.evaluation.RowScorer;
import io.github.anomalyexporter.core.evaluation.RowScores;
import io.github.anomalyexporter.core.evaluation.TrainableDetector;
import io.github.anomalyexporter.core.model.TrainingProgress;
import io.github.anomalyexporter.core.score.Calibration;
import io.github.anomalyexporter.core.series.Labels;
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
   * @param calibration calibration of the threshold; null if the threshold was not calibrated from
   *     errors
   */
  public record Scored(
      Evaluation evaluation, RowScores scores, @Nullable Calibration calibration) {}

  /**
   * Trains on the history, scores the test rows, and evaluates the scores with the labels, which
   * are not used before.
   *
   * @throws InputException if the history is too short
   */
  public static Scored of(
      Dataset dataset,
      String name,
      TrainableDetector detector,
      long seed,
      TrainingProgress progress) {
    long start = System.nanoTime();
    try (RowScorer scorer = detector.train(dataset.features(), dataset.history(), seed, progress)) {
      long trained = System.nanoTime();
      RowScores rows = scorer.score(dataset.test(), 0);
      long scored = System.nanoTime();
      Evaluation evaluation =
          new Evaluation(
              dataset.pair().instance(),
              name,
              seed,
              Duration.ofNanos(trained - start),
              Duration.ofNanos(scored - trained),
              rows.rows(),
              rows.unknownRows(),
              dataset.labels() == null
                  ? null
                  : Figures.of(rows, dataset.labels(), dataset.interpretations()));
      Labels instance = dataset.test().instances().get(0);
      return new Scored(evaluation, rows, scorer.calibration(instance).orElse(null));
    } catch (HistoryTooShortException e) {
      // Also thrown by scoring: --in-use trains during scoring.
      throw new InputException(dataset.pair().train(), "cannot be trained on: " + e.getMessage());
    }
  }
}
