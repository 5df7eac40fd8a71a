package io.github.anomalyexporter.core.evaluation;

import io.github.anomalyexporter.core.detector.Detector;
import io.github.anomalyexporter.core.detector.DetectorTraining;
import io.github.anomalyexporter.core.detector.DetectorTraining.Outcome;
import io.github.anomalyexporter.core.detector.Scores;
import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.model.TrainingProgress;
import io.github.anomalyexporter.core.score.Calibration;
import io.github.anomalyexporter.core.series.Labels;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A served detector, {@link DetectorTraining} and {@link Detector}, applied to past rows. */
public final class EvaluatedDetector implements TrainableDetector {
  private final Kind kind;

  /** A kind of detector with its options. */
  @FunctionalInterface
  public interface Kind {
    /**
     * Returns its training.
     *
     * @param seed of all random draws
     */
    DetectorTraining training(FeatureSet features, long seed);
  }

  public EvaluatedDetector(Kind kind) {
    this.kind = kind;
  }

  @Override
  public RowScorer train(FeatureSet features, Frame history, long seed, TrainingProgress progress) {
    DetectorTraining training = kind.training(features, seed);
    Outcome outcome = training.trainAll(history, Map.of(), null, history.range().end(), progress);
    TrainedDetector trained = outcome.detector();
    if (trained == null || trained.rowOfInstance().isEmpty()) {
      throw new HistoryTooShortException(
          outcome.leftOut().values().stream().distinct().collect(Collectors.joining("; ")));
    }
    return new Rows(training.open(trained), training.rowsBefore(), outcome.leftOut());
  }

  /** Returns a scorer of past rows with a trained detector. */
  public static RowScorer scorer(DetectorTraining training, TrainedDetector trained) {
    return new Rows(training.open(trained), training.rowsBefore(), Map.of());
  }

  /** Scores rows with a detector that it owns. */
  private record Rows(Detector detector, int rowsBefore, Map<Labels, String> leftOut)
      implements RowScorer {
    @Override
    public RowScores score(Frame frame, int instance) {
      Scores scores = detector.scoreRows(frame, instance);
      FeatureSet features = scores.features();
      int width = features.size();
      double[] errors = new double[frame.rows()];
      double[] thresholds = new double[frame.rows()];
      float[] contributions = new float[frame.rows() * width];
      float[] actual = new float[contributions.length];
      float[] expected = new float[contributions.length];
      for (int row = 0; row < errors.length; row++) {
        errors[row] = scores.error(row);
        thresholds[row] = scores.threshold(row);
        for (int input = 0; input < width; input++) {
          int cell = row * width + input;
          contributions[cell] = Double.isNaN(errors[row]) ? Float.NaN : scores.share(row, input);
          actual[cell] = scores.actual(row, input);
          expected[cell] = scores.expected(row, input);
        }
      }
      return new RowScores(
              IntStream.range(0, width).mapToObj(features::name).toList(),
              errors,
              thresholds,
              contributions)
          .withValues(actual, expected);
    }

    @Override
    public Optional<Calibration> calibration(Labels instance) {
      TrainedDetector trained = detector.trained();
      return Optional.ofNullable(trained.rowOfInstance().get(instance))
          .map(row -> trained.instances().get(row).calibration());
    }

    @Override
    public Optional<TrainedDetector> trained() {
      return Optional.of(detector.trained());
    }

    @Override
    public void close() {
      detector.close();
    }
  }
}
