package io.github.anomalyexporter.evaluation.report;

import io.github.anomalyexporter.core.acceptance.LabelledRows;
import io.github.anomalyexporter.core.detector.Scores;
import io.github.anomalyexporter.core.detector.TestScores;
import io.github.anomalyexporter.core.feature.TestFeatures;
import io.github.anomalyexporter.evaluation.figure.Figures;
import io.github.anomalyexporter.evaluation.figure.Interpretation;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Evaluations of a day with two events of ten rows. */
final class Evaluations {
  private static final int DAY = 1440;

  private Evaluations() {}

  /**
   * An evaluation.
   *
   * @param alarms rows with score 2; others have 0.5; events are rows 100 to 109 and 500 to 509
   */
  static Evaluation of(String instance, String detector, long seed, int... alarms) {
    double[] errors = new double[DAY];
    Arrays.fill(errors, 0.5);
    for (int row : alarms) {
      errors[row] = 2;
    }
    Scores scores = TestScores.of(TestFeatures.of("cpu", "disk"), new float[] {0.8f, 0.2f}, errors);
    BitSet labelled = new BitSet();
    labelled.set(100, 110);
    labelled.set(500, 510);
    Figures figures =
        Figures.of(
            scores,
            new LabelledRows(labelled, DAY, Duration.ofMinutes(1)),
            List.of(new Interpretation(100, 110, Set.of(0))));
    return evaluation(instance, detector, seed, figures);
  }

  /** Two detectors, two seeds, two instances and a long name. */
  static List<Evaluation> several() {
    return List.of(
        of("web-1", "default", 1, 100),
        of("web-1", "default", 2, 100, 500),
        of("a-name-of-more-than-twenty-letters", "other", 1),
        of("db-1", "default", 1, 105, 1000),
        of("db-1", "default", 2),
        unlabelled("cache-1"));
  }

  static Evaluation unlabelled(String instance) {
    return evaluation(instance, "default", 1, null);
  }

  private static Evaluation evaluation(
      String instance, String detector, long seed, @Nullable Figures figures) {
    return new Evaluation(
        instance,
        detector,
        seed,
        Duration.ofMillis(1500),
        Duration.ofMillis(250),
        DAY,
        figures == null ? DAY : 0,
        figures);
  }
}
