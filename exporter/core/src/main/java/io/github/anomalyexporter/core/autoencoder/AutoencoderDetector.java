package io.github.anomalyexporter.core.autoencoder;

import io.github.anomalyexporter.core.detector.Detector;
import io.github.anomalyexporter.core.detector.Scores;
import io.github.anomalyexporter.core.detector.ScoresBuilder;
import io.github.anomalyexporter.core.detector.ScoringRule;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.feature.FittedScaler;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.model.Autoencoder;
import io.github.anomalyexporter.core.model.Forecast;
import io.github.anomalyexporter.core.model.TimedRows;
import io.github.anomalyexporter.core.score.ReconstructionError;
import io.github.anomalyexporter.core.series.Labels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Scores the innovations of a forecast that the autoencoder does not reconstruct, all instances of
 * a window in one batch. Owns the autoencoder; a call to score after close throws an {@link
 * IllegalStateException}.
 */
public final class AutoencoderDetector implements Detector {
  /** Half of the width of the usual range, in scales of the residual. */
  private static final float USUAL_SCALES = 3;

  private final AutoencoderStack trained;
  private final Autoencoder autoencoder;
  private final ScoringRule rule;
  private final Map<Labels, Integer> rowOfInstance;

  /**
   * @param autoencoder of the trained detector's weights; closed with this detector
   * @param minCoverage share of the expected cells below which an instance is not scored
   */
  public AutoencoderDetector(
      AutoencoderStack trained, Autoencoder autoencoder, double minCoverage) {
    this.trained = trained;
    this.autoencoder = autoencoder;
    this.rule = new ScoringRule(trained.fleetSize(), minCoverage);
    this.rowOfInstance = trained.rowOfInstance();
  }

  @Override
  public AutoencoderStack trained() {
    return trained;
  }

  /**
   * Returns the number of rows that a window has before the scored row: those that engineered
   * features look back on, those of the forecast, and those of the smoothing.
   */
  public static int rowsBefore(FeatureSet features) {
    return features.lagRows() + Forecast.LAGS + ReconstructionError.WINDOW - 1;
  }

  @Override
  public Scores score(Frame window) {
    FeatureSet features = trained.features();
    int inputs = features.size();
    int count = window.instances().size();
    ScoresBuilder scores = Scores.at(window.range().end(), features, window.instances());
    List<Innovations> innovations = new ArrayList<>();
    float[] clipped = new float[count * ReconstructionError.WINDOW * inputs];
    int[] stackRows = new int[count];
    for (int i = 0; i < count; i++) {
      float[] raw = features.engineer(window.cells(i));
      scores.putValues(i, raw, raw.length - inputs);
      stackRows[i] = rowOfInstance.getOrDefault(window.instances().get(i), 0);
      Innovations found = innovations(raw, stackRows[i], window.range().at(features.lagRows()));
      found.writeClipped(clipped, i * found.size());
      innovations.add(found);
    }
    float[] reconstructed = autoencoder.reconstruct(clipped, stackRows);
    for (int i = 0; i < count; i++) {
      MeasuredInstance measured =
          measured(innovations.get(i), reconstructed, i * (clipped.length / count), stackRows[i]);
      assess(scores, i, stackRows[i], measured, measured.rows() - 1);
    }
    return scores.build();
  }

  /**
   * Scores in one batch. Rows without a forecast are not scored. A gap is filled with its forecast,
   * even if a window would begin in the gap and would have to be filled with the seasonal level.
   */
  @Override
  public Scores scoreRows(Frame frame, int instance) {
    FeatureSet features = trained.features();
    int inputs = features.size();
    Labels labels = frame.instances().get(instance);
    ScoresBuilder scores = Scores.of(labels, features, frame.range());
    float[] raw = features.engineer(frame.cells(instance));
    int engineered = raw.length / inputs;
    for (int row = 0; row < engineered; row++) {
      scores.putValues(frame.rows() - engineered + row, raw, row * inputs);
    }
    int stackRow = rowOfInstance.getOrDefault(labels, 0);
    Innovations innovations = innovations(raw, stackRow, frame.range().at(features.lagRows()));
    float[] clipped = new float[innovations.size()];
    innovations.writeClipped(clipped, 0);
    float[] reconstructed = autoencoder.reconstruct(clipped, new int[] {stackRow});
    MeasuredInstance measured = measured(innovations, reconstructed, 0, stackRow);
    int unscored = frame.rows() - measured.rows();
    for (int row = 0; row < measured.rows(); row++) {
      assess(scores, unscored + row, stackRow, measured, row);
    }
    return scores.build();
  }

  private Innovations innovations(float[] raw, int stackRow, Instant first) {
    AutoencoderRow model = trained.rows().get(stackRow);
    float[] scaled = raw.clone();
    model.scaler().scale(scaled);
    TimedRows filled = model.forecast().fill(scaled, first, trained.features().step());
    return new Innovations(
        model.forecast(), scaled, filled, Math.min(Forecast.LAGS, filled.rows()), filled.rows());
  }

  /**
   * @param reconstructed contains the reconstruction of the clipped innovations from {@code offset}
   *     on
   */
  private MeasuredInstance measured(
      Innovations innovations, float[] reconstructed, int offset, int stackRow) {
    return new MeasuredInstance(
        trained.rows().get(stackRow), trained.features(), innovations, reconstructed, offset);
  }

  /**
   * @param row in the scores
   * @param measuredRow the same row in {@code measured}
   */
  private void assess(
      ScoresBuilder scores, int row, int stackRow, MeasuredInstance measured, int measuredRow) {
    AutoencoderRow model = trained.rows().get(stackRow);
    float coverage =
        Math.min(scores.coverage(row, model::knows), (float) measured.coverage(measuredRow));
    if (!rule.put(scores, row, stackRow, coverage, () -> measured.isUsual(measuredRow))) {
      return;
    }
    FittedScaler scaler = model.scaler();
    int inputs = trained.features().size();
    double[] expected = new double[inputs];
    double[] lower = new double[inputs];
    double[] upper = new double[inputs];
    for (int input = 0; input < inputs; input++) {
      float scaled = scaler.scale(input, scores.actual(row, input));
      float usual = scaled - measured.mainResidual(measuredRow, input);
      float half = USUAL_SCALES * measured.mainScale(measuredRow, input);
      expected[input] = scaler.invert(input, usual);
      lower[input] = scaler.invert(input, usual - half);
      upper[input] = scaler.invert(input, usual + half);
    }
    scores.putScore(
        row,
        measured.error(measuredRow),
        model.trained().calibration(),
        measured.shares(measuredRow),
        expected);
    scores.putUsualRange(row, lower, upper);
  }

  @Override
  public void close() {
    autoencoder.close();
  }
}
