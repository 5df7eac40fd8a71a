package io.github.anomalyexporter.core.evaluation;

import static io.github.anomalyexporter.core.detector.TestFrames.WEB;
import static io.github.anomalyexporter.core.detector.TestFrames.noisy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.anomalyexporter.core.baseline.BaselineOptions;
import io.github.anomalyexporter.core.baseline.BaselineTraining;
import io.github.anomalyexporter.core.baseline.IsolationForest;
import io.github.anomalyexporter.core.detector.TestFrames;
import io.github.anomalyexporter.core.feature.EngineeredFeature;
import io.github.anomalyexporter.core.feature.EngineeredFeature.Change;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.feature.TestFeatures;
import io.github.anomalyexporter.core.feature.Transform;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.model.TrainingProgress;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluatedDetectorTest {
  /** The first row cannot be engineered. */
  private static final FeatureSet FEATURES =
      new FeatureSet(
          TestFeatures.of("cpu", "disk").features(),
          List.of(
              new EngineeredFeature(
                  "change", "ratio", Transform.NONE, new Change("cpu", TestFeatures.STEP))),
          TestFeatures.STEP);

  private final EvaluatedDetector detector =
      new EvaluatedDetector(
          (features, seed) ->
              new BaselineTraining(
                  IsolationForest.KIND,
                  features,
                  new BaselineOptions(instance -> BaselineOptions.DEFAULT_THRESHOLD, 0.5, seed)));

  private RowScores scores(Frame history, Frame test, long seed) {
    try (RowScorer scorer = detector.train(FEATURES, history, seed, TrainingProgress.SILENT)) {
      assertThat(scorer.rowsBefore()).isEqualTo(6);
      RowScores scores = scorer.score(test, 0);
      assertThat(scores.threshold(5)).isEqualTo(scorer.calibration(WEB).orElseThrow().threshold());
      assertThat(scorer.calibration(TestFrames.DB)).as("not trained on").isEmpty();
      return scores;
    }
  }

  @Test
  void rows_have_the_scores_of_the_detector_and_one_that_it_cannot_score_is_unknown() {
    RowScores scores = scores(noisy(FEATURES, 500, WEB), noisy(FEATURES, 50, WEB), 1);

    assertThat(scores.features()).containsExactly("cpu", "disk", "change");
    assertThat(scores.rows()).isEqualTo(50);
    assertThat(scores.unknownRows()).isEqualTo(1);
    assertThat(scores.score(0)).isNaN();
    assertThat(scores.contribution(0, 0)).isNaN();
    for (int row = 1; row < 50; row++) {
      assertThat(scores.error(row)).isBetween(0.3, 1.0);
      float sum = 0;
      for (int feature = 0; feature < 3; feature++) {
        sum += scores.contribution(row, feature);
      }
      assertThat(sum).isBetween(0.999f, 1.001f);
    }
  }

  @Test
  void the_seed_is_that_of_the_training() {
    Frame history = noisy(FEATURES, 500, WEB);
    Frame test = noisy(FEATURES, 50, WEB);
    double first = scores(history, test, 1).error(9);

    assertThat(scores(history, test, 1).error(9)).isEqualTo(first);
    assertThat(scores(history, test, 2).error(9)).isNotEqualTo(first);
  }

  @Test
  void a_history_too_short_to_learn_from_is_refused() {
    assertThatExceptionOfType(HistoryTooShortException.class)
        .isThrownBy(
            () -> detector.train(FEATURES, noisy(FEATURES, 50, WEB), 1, TrainingProgress.SILENT))
        .withMessage("44 rows of history with enough coverage, needs 100");
  }
}
