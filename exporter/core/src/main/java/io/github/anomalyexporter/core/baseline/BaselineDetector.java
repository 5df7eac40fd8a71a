package io.github.anomalyexporter.core.baseline;

import io.github.anomalyexporter.core.detector.Detector;
import io.github.anomalyexporter.core.detector.Scores;
import io.github.anomalyexporter.core.detector.ScoresBuilder;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.model.Gaps;
import io.github.anomalyexporter.core.series.Labels;
import java.util.Arrays;
import java.util.Collections;
import java.util.Map;

/**
 * Scores rows by row models. A missing cell is filled with the value before it, or the mean, and
 * has no share of the error. Owns no native memory.
 */
public final class BaselineDetector implements Detector {
  /** Rows before a gap from which a value is used, in training and in scoring alike. */
  static final int LOOKBACK = 5;

  private final BaselineRows trained;
  private final double minCoverage;
  private final Map<Labels, Integer> rowOfInstance;

  /**
   * @param minCoverage share of the expected cells below which an instance is not scored
   */
  public BaselineDetector(BaselineRows trained, double minCoverage) {
    this.trained = trained;
    this.minCoverage = minCoverage;
    this.rowOfInstance = trained.rowOfInstance();
  }

  @Override
  public BaselineRows trained() {
    return trained;
  }

  @Override
  public Scores score(Frame window) {
    FeatureSet features = trained.features();
    ScoresBuilder scores =
        new ScoresBuilder(window.range().end(), trained, window.instances(), minCoverage);
    for (int i = 0; i < window.instances().size(); i++) {
      float[] raw = features.engineer(window.cells(i));
      int last = raw.length - features.size();
      scores.actual(i, raw, last);
      int row = rowOfInstance.getOrDefault(window.instances().get(i), 0);
      assess(scores, i, row, filled(raw, row), last);
    }
    return scores.build();
  }

  @Override
  public Scores scoreRows(Frame frame, int instance) {
    FeatureSet features = trained.features();
    Labels labels = frame.instances().get(instance);
    ScoresBuilder scores =
        new ScoresBuilder(
            frame.range().end(), trained, Collections.nCopies(frame.rows(), labels), minCoverage);
    float[] raw = features.engineer(frame.cells(instance));
    int row = rowOfInstance.getOrDefault(labels, 0);
    float[] filled = filled(raw, row);
    int unscored = frame.rows() - raw.length / features.size();
    for (int i = unscored; i < frame.rows(); i++) {
      int offset = (i - unscored) * features.size();
      scores.actual(i, raw, offset);
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
   * @param instance index in the scores
   * @param filled contains its row from {@code offset} on
   */
  private void assess(ScoresBuilder scores, int instance, int row, float[] filled, int offset) {
    BaselineRow rowModel = trained.rows().get(row);
    if (!scores.isScored(instance, row, rowModel::knows)) {
      return;
    }
    int inputs = trained.features().size();
    int shares = instance * inputs;
    double error = rowModel.model().error(filled, offset, scores.shares(), shares);
    if (!scores.score(instance, row, error)) {
      return;
    }
    float[] reconstructed = Arrays.copyOfRange(filled, offset, offset + inputs);
    rowModel.model().reconstruct(reconstructed);
    float presentShares = 0;
    for (int input = 0; input < inputs; input++) {
      if (Float.isNaN(scores.actual(instance, input)) || !rowModel.knows(input)) {
        scores.shares()[shares + input] = 0;
      } else {
        presentShares += scores.shares()[shares + input];
        scores.expected(instance, input, rowModel.scaler().invert(input, reconstructed[input]));
      }
    }
    for (int input = 0; input < inputs && presentShares > 0; input++) {
      scores.shares()[shares + input] /= presentShares;
    }
  }

  @Override
  public void close() {}
}
