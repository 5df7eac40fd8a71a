package io.github.anomalyexporter.core.baseline;

import io.github.anomalyexporter.core.detector.Detector;
import io.github.anomalyexporter.core.detector.Scores;
import io.github.anomalyexporter.core.detector.ScoresBuilder;
import io.github.anomalyexporter.core.detector.ScoringRule;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.model.Gaps;
import io.github.anomalyexporter.core.series.Labels;
import java.util.Arrays;
import java.util.Map;

/**
 * Scores rows by row models. A missing cell is filled with the value before it, or the mean, and
 * has no share of the error. Owns no native memory.
 */
public final class BaselineDetector implements Detector {
  /** Rows before a gap from which a value is used, in training and in scoring alike. */
  static final int LOOKBACK = 5;

  private final BaselineRows trained;
  private final ScoringRule rule;
  private final Map<Labels, Integer> rowOfInstance;

  /**
   * @param minCoverage share of the expected cells below which an instance is not scored
   */
  public BaselineDetector(BaselineRows trained, double minCoverage) {
    this.trained = trained;
    this.rule = new ScoringRule(trained.fleetSize(), minCoverage);
    this.rowOfInstance = trained.rowOfInstance();
  }

  /** Returns the number of rows that a window has before the scored row. */
  public static int rowsBefore(FeatureSet features) {
    return features.lagRows() + LOOKBACK;
  }

  @Override
  public BaselineRows trained() {
    return trained;
  }

  @Override
  public Scores score(Frame window) {
    FeatureSet features = trained.features();
    ScoresBuilder scores = Scores.at(window.range().end(), features, window.instances());
    for (int i = 0; i < window.instances().size(); i++) {
      float[] raw = features.engineer(window.cells(i));
      int last = raw.length - features.size();
      scores.putValues(i, raw, last);
      int row = rowOfInstance.getOrDefault(window.instances().get(i), 0);
      assess(scores, i, row, filled(raw, row), last);
    }
    return scores.build();
  }

  @Override
  public Scores scoreRows(Frame frame, int instance) {
    FeatureSet features = trained.features();
    Labels labels = frame.instances().get(instance);
    ScoresBuilder scores = Scores.of(labels, features, frame.range());
    float[] raw = features.engineer(frame.cells(instance));
    int row = rowOfInstance.getOrDefault(labels, 0);
    float[] filled = filled(raw, row);
    int unscored = frame.rows() - raw.length / features.size();
    for (int i = unscored; i < frame.rows(); i++) {
      int offset = (i - unscored) * features.size();
      scores.putValues(i, raw, offset);
      assess(scores, i, row, filled, offset);
    }
    return scores.build();
  }

  private float[] filled(float[] raw, int row) {
    float[] filled = raw.clone();
    trained.rows().get(row).scaler().scale(filled);
    return Gaps.carryForward(filled, trained.features().size(), LOOKBACK);
  }

  /**
   * @param row in the scores
   * @param filled contains the row from {@code offset} on
   */
  private void assess(ScoresBuilder scores, int row, int modelRow, float[] filled, int offset) {
    BaselineRow model = trained.rows().get(modelRow);
    float coverage = scores.coverage(row, model::knows);
    // A window has too few rows to see that the fleet's model does not fit.
    if (!rule.put(scores, row, modelRow, coverage, () -> true)) {
      return;
    }
    int inputs = trained.features().size();
    float[] shares = new float[inputs];
    double error = model.model().error(filled, offset, shares, 0);
    float[] reconstructed = Arrays.copyOfRange(filled, offset, offset + inputs);
    model.model().reconstruct(reconstructed);
    double[] expected = new double[inputs];
    float presentShares = 0;
    for (int input = 0; input < inputs; input++) {
      if (Float.isNaN(scores.actual(row, input)) || !model.knows(input)) {
        shares[input] = 0;
        expected[input] = Double.NaN;
      } else {
        presentShares += shares[input];
        expected[input] = model.scaler().invert(input, reconstructed[input]);
      }
    }
    for (int input = 0; input < inputs && presentShares > 0; input++) {
      shares[input] /= presentShares;
    }
    scores.putScore(row, error, model.trained().calibration(), shares, expected);
  }

  @Override
  public void close() {}
}
