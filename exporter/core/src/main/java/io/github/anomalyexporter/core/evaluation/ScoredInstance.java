package io.github.anomalyexporter.core.evaluation;

import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.series.Labels;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The scores of one instance over a past range, and of its anomalous rows what they came from. One
 * thread fills it; then nobody writes to it.
 */
public final class ScoredInstance {
  /** As many features as an alert names. */
  private static final int EXPLAINED = 3;

  private final Labels instance;
  private final double[] scores;
  private final Map<Integer, List<Contribution>> explanations = new HashMap<>();
  private @Nullable String leftOut;

  /** Of which no row is known yet. */
  ScoredInstance(Labels instance, int rows) {
    this.instance = instance;
    this.scores = new double[rows];
    Arrays.fill(scores, Double.NaN);
  }

  /**
   * Takes over the scores of some rows.
   *
   * @param part the last of its rows are meant
   * @param first the row here that they begin at
   * @param rows how many
   */
  void put(RowScores part, FeatureSet features, int first, int rows) {
    int before = part.rows() - rows;
    for (int row = 0; row < rows; row++) {
      double score = part.score(before + row);
      scores[first + row] = score;
      if (score > 1) {
        explanations.put(first + row, explain(part, features, before + row));
      }
    }
  }

  private static List<Contribution> explain(RowScores part, FeatureSet features, int row) {
    return IntStream.range(0, part.features().size())
        .boxed()
        .sorted(Comparator.comparingDouble(feature -> -part.contribution(row, feature)))
        .limit(EXPLAINED)
        .map(
            feature ->
                new Contribution(
                    part.features().get(feature),
                    features.unit(feature),
                    part.contribution(row, feature),
                    part.actual(row, feature),
                    part.expected(row, feature)))
        .toList();
  }

  /** Says why some of its rows have no score; the first reason is kept. */
  void leaveOut(String reason) {
    leftOut = leftOut == null ? reason : leftOut;
  }

  public Labels instance() {
    return instance;
  }

  public int rows() {
    return scores.length;
  }

  /** Error over threshold; NaN where unknown. */
  public double score(int row) {
    return scores[row];
  }

  /** Why it was not trained on, where that was so once; null where it always was. */
  public @Nullable String leftOut() {
    return leftOut;
  }

  /** Rows with a score. */
  public int knownRows() {
    return (int) Arrays.stream(scores).filter(score -> !Double.isNaN(score)).count();
  }

  /** The features that a row's score came from, by falling share; empty up to a score of 1. */
  List<Contribution> explanation(int row) {
    return explanations.getOrDefault(row, List.of());
  }

  /** Had the threshold been so many times what it was. */
  double[] scoresAt(double multiple) {
    return Arrays.stream(scores).map(score -> score / multiple).toArray();
  }

  /**
   * Rows at which either shipped rule about an instance fires.
   *
   * @param multiple of the threshold
   */
  BitSet firing(double multiple, BitSet exempt, Duration step) {
    double[] scaled = scoresAt(multiple);
    BitSet firing = AlertRule.INSTANCE_ANOMALOUS.firing(scaled, exempt, step);
    firing.or(AlertRule.INSTANCE_STRONGLY_ANOMALOUS.firing(scaled, exempt, step));
    return firing;
  }

  /** Runs of scores above a multiple of the threshold, less than 10 minutes apart being one. */
  List<Event> episodes(double multiple, Duration step) {
    BitSet above = new BitSet(scores.length);
    for (int row = 0; row < scores.length; row++) {
      above.set(row, scores[row] > multiple);
    }
    return Episodes.of(above, step);
  }
}
