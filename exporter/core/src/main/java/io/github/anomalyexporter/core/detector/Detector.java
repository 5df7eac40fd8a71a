package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.feature.FittedScaler;
import io.github.anomalyexporter.core.feature.FittedScaler.Kind;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.model.Autoencoder;
import io.github.anomalyexporter.core.model.Forecast;
import io.github.anomalyexporter.core.model.TimedRows;
import io.github.anomalyexporter.core.score.InstanceState;
import io.github.anomalyexporter.core.score.ReconstructionError;
import io.github.anomalyexporter.core.score.Residuals;
import io.github.anomalyexporter.core.series.Labels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A trained detector that scores: the same for every caller, be the frame live, past or from a
 * file. Owns the autoencoder. Safe for use by several threads; a call after close is an {@link
 * IllegalStateException}.
 */
public final class Detector implements AutoCloseable {
  /**
   * A fleet of one is no fleet: what a second host does differently from the first is no anomaly.
   */
  private static final int LEAST_FLEET = 2;

  private final TrainedDetector trained;
  private final Autoencoder autoencoder;
  private final double minCoverage;
  private final Map<Labels, Integer> rowOfInstance;

  /**
   * @param autoencoder of the trained detector's weights; closed with this detector
   * @param minCoverage share of the expected cells below which an instance is not scored
   */
  public Detector(TrainedDetector trained, Autoencoder autoencoder, double minCoverage) {
    this.trained = trained;
    this.autoencoder = autoencoder;
    this.minCoverage = minCoverage;
    this.rowOfInstance = trained.rowOfInstance();
  }

  public TrainedDetector trained() {
    return trained;
  }

  /**
   * Rows of the queried features that a window has before the scored one: what engineered features
   * look back on, then the forecast, then the smoothing.
   */
  public static int rowsBefore(FeatureSet features) {
    return features.lagRows() + Forecast.LAGS + ReconstructionError.WINDOW - 1;
  }

  /**
   * Scores the last row of a window for all of its instances in one batch.
   *
   * @param window the queried features; {@link #rowsBefore} rows before the scored one
   */
  public Scores score(Frame window) {
    FeatureSet features = trained.features();
    int inputs = features.size();
    int count = window.instances().size();
    Scores scores = new Scores(window.range().end(), features, window.instances());
    List<Innovations> innovations = new ArrayList<>();
    float[] seen = new float[count * ReconstructionError.WINDOW * inputs];
    int[] stackRows = new int[count];
    for (int i = 0; i < count; i++) {
      float[] raw = features.engineer(window.cells(i));
      System.arraycopy(raw, raw.length - inputs, scores.actual, i * inputs, inputs);
      stackRows[i] = rowOfInstance.getOrDefault(window.instances().get(i), 0);
      Innovations found = innovations(raw, stackRows[i], window.range().at(features.lagRows()));
      found.see(seen, i * found.size());
      innovations.add(found);
    }
    float[] reconstructed = autoencoder.reconstruct(seen, stackRows);
    for (int i = 0; i < count; i++) {
      Residuals residuals = innovations.get(i).less(reconstructed, i * (seen.length / count));
      double[] errors = trained.rows().get(stackRows[i]).error().errors(residuals);
      assess(scores, i, stackRows[i], residuals, errors, errors.length - 1);
    }
    return scores;
  }

  /**
   * Scores all rows of one instance in one batch, as {@link #score} would one by one, but for those
   * that have too few rows before them for all of their window: there it is as short as it is. Rows
   * without even a forecast are not scored. A gap is filled with what is forecast of it even where
   * a window would begin at it and would have to take the usual level.
   *
   * @param frame the queried features
   * @return for each row of the frame what {@link #score} gives for each instance
   */
  public Scores scoreRows(Frame frame, int instance) {
    FeatureSet features = trained.features();
    Labels labels = frame.instances().get(instance);
    Scores scores =
        new Scores(frame.range().end(), features, Collections.nCopies(frame.rows(), labels));
    float[] raw = features.engineer(frame.cells(instance));
    Arrays.fill(scores.actual, Float.NaN);
    System.arraycopy(raw, 0, scores.actual, scores.actual.length - raw.length, raw.length);
    int stackRow = rowOfInstance.getOrDefault(labels, 0);
    Innovations innovations = innovations(raw, stackRow, frame.range().at(features.lagRows()));
    float[] seen = new float[innovations.size()];
    innovations.see(seen, 0);
    Residuals residuals = innovations.less(autoencoder.reconstruct(seen, new int[] {stackRow}), 0);
    double[] errors = trained.rows().get(stackRow).error().errors(residuals);
    int unscored = frame.rows() - errors.length;
    for (int row = 0; row < unscored; row++) {
      leaveUnscored(scores, row, InstanceState.INSUFFICIENT_DATA);
    }
    for (int row = 0; row < errors.length; row++) {
      assess(scores, unscored + row, stackRow, residuals, errors, row);
    }
    return scores;
  }

  private Innovations innovations(float[] raw, int stackRow, Instant first) {
    TrainedInstance model = trained.rows().get(stackRow);
    float[] scaled = raw.clone();
    model.scaler().scale(scaled);
    TimedRows filled = model.forecast().fill(scaled, first, trained.features().step());
    return new Innovations(
        model.forecast(), scaled, filled, Math.min(Forecast.LAGS, filled.rows()), filled.rows());
  }

  /** Over the inputs that are not optional and that the model, if there is one, knows. */
  private static float coverage(float[] raw, @Nullable FittedScaler scaler, FeatureSet features) {
    int expected = 0;
    int present = 0;
    for (int input = 0; input < raw.length; input++) {
      boolean known = scaler == null || scaler.kind(input) != Kind.UNKNOWN;
      if (known && !features.isOptional(input)) {
        expected++;
        present += Float.isNaN(raw[input]) ? 0 : 1;
      }
    }
    return expected == 0 ? 0 : (float) present / expected;
  }

  /**
   * @param instance index in the scores
   * @param row index in the residuals and errors
   */
  private void assess(
      Scores scores, int instance, int stackRow, Residuals residuals, double[] errors, int row) {
    TrainedInstance model = trained.rows().get(stackRow);
    int inputs = trained.features().size();
    int offset = instance * inputs;
    boolean own = stackRow > 0;
    float[] raw = Arrays.copyOfRange(scores.actual, offset, offset + inputs);
    scores.coverages[instance] = coverage(raw, model.scaler(), trained.features());
    boolean covered = scores.coverages[instance] >= minCoverage;
    leaveUnscored(
        scores,
        instance,
        !covered
            ? InstanceState.INSUFFICIENT_DATA
            : own ? InstanceState.OK : InstanceState.WARMING_UP);
    if (!covered || (!own && trained.fleetSize() < LEAST_FLEET)) {
      return;
    }
    double error = errors[row];
    if (!Double.isFinite(error)) {
      scores.states[instance] = InstanceState.FAILED;
      return;
    }
    scores.errors[instance] = error;
    scores.thresholds[instance] = model.calibration().threshold();
    scores.typicalErrors[instance] = model.calibration().errors().median();
    model.error().shares(residuals, row, scores.shares, offset);
    for (int input = 0; input < inputs; input++) {
      float scaled = model.scaler().scale(input, raw[input]);
      float off =
          model.error().mainResidual(residuals, row, input, model.forecast().spread()[input]);
      scores.expected[offset + input] = (float) model.scaler().invert(input, scaled - off);
    }
  }

  private static void leaveUnscored(Scores scores, int instance, InstanceState state) {
    int inputs = scores.features().size();
    scores.states[instance] = state;
    scores.errors[instance] = Double.NaN;
    scores.thresholds[instance] = Double.NaN;
    scores.typicalErrors[instance] = Double.NaN;
    Arrays.fill(scores.expected, instance * inputs, (instance + 1) * inputs, Float.NaN);
  }

  /** The scores of a window for which there is no model yet. */
  public static Scores withoutModel(FeatureSet features, Frame window) {
    Scores scores = new Scores(window.range().end(), features, window.instances());
    Arrays.fill(scores.states, InstanceState.NO_MODEL);
    Arrays.fill(scores.errors, Double.NaN);
    Arrays.fill(scores.thresholds, Double.NaN);
    Arrays.fill(scores.typicalErrors, Double.NaN);
    Arrays.fill(scores.expected, Float.NaN);
    for (int i = 0; i < window.instances().size(); i++) {
      float[] cells = window.cells(i);
      int needed = (features.lagRows() + 1) * features.features().size();
      float[] raw =
          features.engineer(Arrays.copyOfRange(cells, cells.length - needed, cells.length));
      System.arraycopy(raw, 0, scores.actual, i * raw.length, raw.length);
      scores.coverages[i] = coverage(raw, null, features);
    }
    return scores;
  }

  @Override
  public void close() {
    autoencoder.close();
  }
}
