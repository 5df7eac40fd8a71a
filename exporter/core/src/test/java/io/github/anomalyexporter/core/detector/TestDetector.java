package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.score.InstanceState;
import java.util.Arrays;
import java.util.List;

/** A detector whose errors are a function of the rows, with one threshold and the same shares. */
public class TestDetector implements Detector {
  /** The error of a row is the value of its only column. */
  public static final Errors VALUES =
      (frame, instance) -> {
        float[] cells = frame.cells(instance);
        double[] errors = new double[cells.length];
        Arrays.setAll(errors, row -> cells[row]);
        return errors;
      };

  private final TrainedDetector trained;
  private final Errors errors;
  private final double threshold;
  private final float[] shares;
  private boolean closed;

  /** The error of each row; NaN for a row without a score. */
  public interface Errors {
    double[] of(Frame frame, int instance);
  }

  public TestDetector(TrainedDetector trained, Errors errors, double threshold, float... shares) {
    this.trained = trained;
    this.errors = errors;
    this.threshold = threshold;
    this.shares = shares.length == 0 ? new float[trained.features().size()] : shares;
  }

  /** A detector of features that is not trained. */
  public TestDetector(FeatureSet features, Errors errors, double threshold, float... shares) {
    this(new TestTrained(features, List.of()), errors, threshold, shares);
  }

  @Override
  public TrainedDetector trained() {
    return trained;
  }

  @Override
  public Scores score(Frame window) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Scores scoreRows(Frame frame, int instance) {
    return scores(
        Scores.of(frame.instances().get(instance), trained.features(), frame.range()),
        errors.of(frame, instance));
  }

  private Scores scores(ScoresBuilder scores, double[] found) {
    double[] expected = new double[shares.length];
    Arrays.fill(expected, Double.NaN);
    for (int row = 0; row < found.length; row++) {
      if (!Double.isNaN(found[row])) {
        scores.putState(row, InstanceState.OK, 1);
        scores.putScore(row, found[row], threshold, 1, shares, expected);
      }
    }
    return scores.build();
  }

  public boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
  }
}
