package io.github.anomalyexporter.server.evaluate;

import io.github.anomalyexporter.core.evaluation.Figures;
import io.github.anomalyexporter.core.evaluation.Interpretation;
import io.github.anomalyexporter.core.evaluation.LabelledRows;
import io.github.anomalyexporter.core.evaluation.RowScores;
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
    double[] thresholds = new double[DAY];
    float[] contributions = new float[2 * DAY];
    Arrays.fill(errors, 0.5);
    Arrays.fill(thresholds, 1);
    for (int row = 0; row < DAY; row++) {
      contributions[2 * row] = 0.8f;
      contributions[2 * row + 1] = 0.2f;
    }
    for (int row : alarms) {
      errors[row] = 2;
    }
    RowScores scores = new RowScores(List.of("cpu", "disk"), errors, thresholds, contributions);
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
