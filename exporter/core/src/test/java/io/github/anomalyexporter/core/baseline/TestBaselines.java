package io.github.anomalyexporter.core.baseline;

import io.github.anomalyexporter.core.detector.DetectorTraining;
import io.github.anomalyexporter.core.detector.ModelOptions;
import io.github.anomalyexporter.core.detector.TestKind;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.score.ThresholdOptions;

/** Training of baselines. */
public final class TestBaselines {
  private TestBaselines() {}

  public static DetectorTraining training(
      RowModelKind kind, FeatureSet features, ThresholdOptions threshold) {
    return new DetectorTraining(
        new TestKind(
            BaselineDetector::rowsBefore,
            (training, into) -> BaselineTraining.train(kind, training, into),
            (trained, minCoverage) -> new BaselineDetector(BaselineRows.of(trained), minCoverage)),
        features,
        new ModelOptions(
            TestKind.OPTIONS.layers(),
            TestKind.OPTIONS.training(),
            instance -> threshold,
            TestKind.OPTIONS.minCoverage()));
  }
}
