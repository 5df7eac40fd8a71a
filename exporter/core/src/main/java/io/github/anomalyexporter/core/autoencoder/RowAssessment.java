package io.github.anomalyexporter.core.autoencoder;

import io.github.anomalyexporter.core.detector.ScoresBuilder;
import io.github.anomalyexporter.core.detector.ScoringRule;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.score.Calibration;
import io.github.anomalyexporter.core.score.ErrorStream;
import io.github.anomalyexporter.core.series.Labels;
import java.util.Map;

/** Puts state, error, shares and usual values of measured rows into scores. Immutable. */
final class RowAssessment {
  /** Half of the width of the usual range, in scales of the residual. */
  private static final float USUAL_SCALES = 3;

  private final ScoringRule rule;
  private final Map<Labels, Integer> rowOfInstance;
  private final boolean[] expected;

  RowAssessment(AutoencoderStack trained, double minCoverage) {
    FeatureSet features = trained.features();
    this.rule = new ScoringRule(trained.fleetSize(), minCoverage);
    this.rowOfInstance = trained.rowOfInstance();
    this.expected = new boolean[features.size()];
    for (int input = 0; input < expected.length; input++) {
      expected[input] = !features.isOptional(input);
    }
  }

  /** Returns the row of the stack that scores an instance, 0 for the fleet's model. */
  int stackRow(Labels instance) {
    return rowOfInstance.getOrDefault(instance, 0);
  }

  /** For each input, whether it counts in the coverage; read-only. */
  boolean[] expected() {
    return expected;
  }

  /**
   * Puts a row, whose values are put already.
   *
   * @param row in the scores
   * @param stream has measured the row last
   * @param at the row in {@code rows}
   */
  void put(ScoresBuilder scores, int row, InstanceStream stream, StreamedRows rows, int at) {
    ErrorStream errors = stream.error();
    Calibration calibration = stream.model().trained().calibration();
    float coverage = (float) Math.min(presentShare(rows, at), errors.coverage());
    if (!rule.put(
        scores, row, stream.stackRow(), coverage, () -> errors.isUsual(calibration.threshold()))) {
      return;
    }
    double error = errors.error();
    if (!scores.putError(row, error, calibration)) {
      return;
    }
    scores.putShares(row, errors::shares);
    putUsualValues(scores, row, stream.model(), rows, at, error > calibration.threshold());
  }

  /** Returns the share of the expected inputs that are present and known to the model. */
  private double presentShare(StreamedRows rows, int at) {
    int counted = 0;
    int present = 0;
    for (int input = 0; input < expected.length; input++) {
      if (expected[input]) {
        counted++;
        // The scaled value of an unknown input is missing.
        present += Float.isNaN(rows.scaled()[at * expected.length + input]) ? 0 : 1;
      }
    }
    return counted == 0 ? 0 : (float) present / counted;
  }

  /**
   * Puts the expected values and the usual ranges, scaled. The expected value of a row is its
   * seasonal level; if the row is anomalous, its forecast where that differs more. The two
   * alternate by chance in normal rows.
   */
  private static void putUsualValues(
      ScoresBuilder scores,
      int row,
      AutoencoderRow model,
      StreamedRows rows,
      int at,
      boolean anomalous) {
    int inputs = rows.inputs();
    float[] innovationScale = model.forecast().innovationScale();
    for (int input = 0; input < inputs; input++) {
      int cell = at * inputs + input;
      float residual = rows.residuals()[cell];
      float deviation = rows.deviations()[cell];
      boolean forecast = anomalous && model.error().isOffForecast(input, residual, deviation);
      float difference = forecast ? residual * innovationScale[input] : deviation;
      float scale =
          forecast
              ? model.error().residualScale(input) * innovationScale[input]
              : model.error().deviationScale(input);
      scores.putUsual(row, input, rows.scaled()[cell] - difference, USUAL_SCALES * scale);
    }
    scores.putScaler(row, model.scaler());
  }
}
