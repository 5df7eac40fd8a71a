package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.feature.FittedScaler;
import io.github.anomalyexporter.core.feature.FittedScaler.Kind;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.model.Autoencoder;
import io.github.anomalyexporter.core.score.InstanceState;
import io.github.anomalyexporter.core.series.Labels;
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
  private final List<FittedScaler> scalers;

  /**
   * @param autoencoder of the trained detector's weights; closed with this detector
   * @param minCoverage share of the expected cells below which an instance is not scored
   */
  public Detector(TrainedDetector trained, Autoencoder autoencoder, double minCoverage) {
    this.trained = trained;
    this.autoencoder = autoencoder;
    this.minCoverage = minCoverage;
    this.rowOfInstance = trained.rowOfInstance();
    this.scalers = trained.rows().stream().map(TrainedInstance::scaler).toList();
  }

  public TrainedDetector trained() {
    return trained;
  }

  /**
   * Scores the last row of a window for all of its instances in one batch.
   *
   * @param window the queried features; {@code features().lagRows()} rows before the scored one
   */
  public Scores score(Frame window) {
    FeatureSet features = trained.features();
    Scores scores = new Scores(window.range().end(), features, window.instances());
    for (int i = 0; i < window.instances().size(); i++) {
      float[] raw = lastRow(features, window, i);
      System.arraycopy(raw, 0, scores.actual, i * raw.length, raw.length);
    }
    assess(scores);
    return scores;
  }

  /**
   * Scores all rows of one instance in one batch, as {@link #score} would one by one. Rows with
   * fewer than {@code features().lagRows()} rows before them are not scored.
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
    assess(scores);
    return scores;
  }

  /** From the actual values on, which are there already. */
  private void assess(Scores scores) {
    int count = scores.instances().size();
    int inputs = trained.features().size();
    int[] stackRows = new int[count];
    float[] scaled = new float[count * inputs];
    float[] seen = new float[count * inputs];
    for (int i = 0; i < count; i++) {
      stackRows[i] = rowOfInstance.getOrDefault(scores.instances().get(i), 0);
      FittedScaler scaler = scalers.get(stackRows[i]);
      float[] raw = Arrays.copyOfRange(scores.actual, i * inputs, (i + 1) * inputs);
      scores.coverages[i] = coverage(raw, scaler, trained.features());
      for (int input = 0; input < inputs; input++) {
        float value = scaler.scale(input, raw[input]);
        scaled[i * inputs + input] = value;
        seen[i * inputs + input] = scaler.clip(input, value);
      }
    }
    float[] reconstructed = Imputation.reconstruct(autoencoder, seen, stackRows, scalers);
    for (int i = 0; i < count; i++) {
      assess(scores, i, stackRows[i], scaled, reconstructed);
    }
  }

  private static float[] lastRow(FeatureSet features, Frame window, int instance) {
    float[] cells = window.cells(instance);
    int needed = (features.lagRows() + 1) * features.features().size();
    return features.engineer(Arrays.copyOfRange(cells, cells.length - needed, cells.length));
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

  private void assess(
      Scores scores, int instance, int stackRow, float[] scaled, float[] reconstructed) {
    TrainedInstance model = trained.rows().get(stackRow);
    int inputs = trained.features().size();
    int offset = instance * inputs;
    boolean own = stackRow > 0;
    boolean covered = scores.coverages[instance] >= minCoverage;
    scores.errors[instance] = Double.NaN;
    scores.thresholds[instance] = Double.NaN;
    scores.typicalErrors[instance] = Double.NaN;
    Arrays.fill(scores.expected, offset, offset + inputs, Float.NaN);
    scores.states[instance] =
        !covered
            ? InstanceState.INSUFFICIENT_DATA
            : own ? InstanceState.OK : InstanceState.WARMING_UP;
    if (!covered || (!own && trained.fleetSize() < LEAST_FLEET)) {
      return;
    }
    double error = model.error().of(scaled, reconstructed, offset, scores.shares);
    if (!Double.isFinite(error)) {
      scores.states[instance] = InstanceState.FAILED;
      return;
    }
    scores.errors[instance] = error;
    scores.thresholds[instance] = model.calibration().threshold();
    scores.typicalErrors[instance] = model.calibration().errors().median();
    for (int input = 0; input < inputs; input++) {
      scores.expected[offset + input] =
          (float) model.scaler().expected(input, reconstructed[offset + input]);
    }
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
      float[] raw = lastRow(features, window, i);
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
