package io.github.anomalyexporter.server.evaluate;

import io.github.anomalyexporter.core.evaluation.Figures;
import io.github.anomalyexporter.core.evaluation.RowScorer;
import io.github.anomalyexporter.core.evaluation.RowScores;
import io.github.anomalyexporter.core.evaluation.TrainableDetector;
import io.github.anomalyexporter.core.model.TrainingProgress;
import java.time.Duration;
import java.util.function.Consumer;
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
   * Trains on the history, scores the test rows, and only then looks at the labels.
   *
   * @param scores is given the scores
   * @throws InputException where the history is too short
   */
  public static Evaluation of(
      Dataset dataset,
      String name,
      TrainableDetector detector,
      long seed,
      TrainingProgress progress,
      Consumer<RowScores> scores) {
    long start = System.nanoTime();
    try (RowScorer scorer = train(dataset, detector, seed, progress)) {
      long trained = System.nanoTime();
      RowScores rows = scorer.score(dataset.test(), 0);
      long scored = System.nanoTime();
      scores.accept(rows);
      return new Evaluation(
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
    }
  }

  private static RowScorer train(
      Dataset dataset, TrainableDetector detector, long seed, TrainingProgress progress) {
    try {
      return detector.train(dataset.features(), dataset.history(), seed, progress);
    } catch (IllegalArgumentException e) {
      throw new InputException(dataset.pair().train(), "cannot be trained on: " + e.getMessage());
    }
  }
}
