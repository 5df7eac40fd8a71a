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
 * How good one detector with one seed is on one instance.
 *
 * @param instance whose rows they were
 * @param detector by the name it is chosen by
 * @param seed of the training
 * @param training how long it took
 * @param scoring how long it took for all test rows
 * @param rows scored, or tried to
 * @param unknownRows of them, those without a score
 * @param figures null where the test rows have no labels
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
   * An evaluation with what it came from.
   *
   * @param calibration how the threshold was chosen; null where it was not chosen from errors
   */
  public record Scored(
      Evaluation evaluation, RowScores scores, @Nullable Calibration calibration) {}

  /**
   * Trains on the history, scores the test rows, and only then looks at the labels.
   *
   * @throws InputException where the history is too short
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
      // From scoring too: --in-use trains while it scores.
      throw new InputException(dataset.pair().train(), "cannot be trained on: " + e.getMessage());
    }
  }
}
