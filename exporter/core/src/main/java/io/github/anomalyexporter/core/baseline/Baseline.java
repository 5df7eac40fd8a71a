package io.github.anomalyexporter.core.baseline;

import io.github.anomalyexporter.core.evaluation.RowScorer;
import io.github.anomalyexporter.core.evaluation.RowScores;
import io.github.anomalyexporter.core.evaluation.TrainableDetector;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.feature.FittedScaler;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.model.TrainingProgress;
import io.github.anomalyexporter.core.score.Calibration;
import io.github.anomalyexporter.core.score.Calibrator;
import io.github.anomalyexporter.core.score.ThresholdOptions;
import io.github.anomalyexporter.core.series.Labels;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A detector by a model of single rows, one for each instance. Its threshold is chosen on the
 * errors of the rows that it was trained on.
 */
public final class Baseline implements TrainableDetector {
  private final RowModelTrainer trainer;
  private final ThresholdOptions threshold;

  /**
   * @param threshold how it is chosen; its rows per day are replaced by those of each training
   */
  private Baseline(RowModelTrainer trainer, ThresholdOptions threshold) {
    this.trainer = trainer;
    this.threshold = threshold;
  }

  /** Principal components. */
  public static Baseline principalComponents(ThresholdOptions threshold) {
    return new Baseline(PrincipalComponents::train, threshold);
  }

  /** Isolation Forest. */
  public static Baseline isolationForest(ThresholdOptions threshold) {
    return new Baseline(IsolationForest::train, threshold);
  }

  @Override
  public RowScorer train(FeatureSet features, Frame history, long seed, TrainingProgress progress) {
    long rowsPerDay = Math.max(1, Duration.ofDays(1).dividedBy(features.step()));
    ThresholdOptions options = threshold.withRowsPerDay(Math.toIntExact(rowsPerDay));
    Map<Labels, Trained> models = new HashMap<>();
    for (int i = 0; i < history.instances().size(); i++) {
      float[] rows = features.engineer(history.cells(i));
      int count = rows.length / features.size();
      if (count < Calibrator.MINIMUM_ROWS) {
        throw new IllegalArgumentException(
            "%d rows of history, needs %d".formatted(count, Calibrator.MINIMUM_ROWS));
      }
      FittedScaler scaler =
          FittedScaler.fit(features, List.of(rows), List.of(IntStream.range(0, count).toArray()));
      scaler.scale(rows);
      fill(rows, features.size());
      RowModel model = trainer.train(rows, features.size(), seed);
      double[] errors = errors(model, rows, features.size(), new float[rows.length]);
      models.put(
          history.instances().get(i),
          new Trained(scaler, model, Calibrator.calibrate(errors, options, null, seed)));
    }
    return new Scorer(features, models);
  }

  private record Trained(FittedScaler scaler, RowModel model, Calibration calibration) {}

  /** Gaps become the value before, or the mean at the beginning. */
  private static void fill(float[] rows, int inputs) {
    for (int i = 0; i < rows.length; i++) {
      if (Float.isNaN(rows[i])) {
        rows[i] = i < inputs ? 0 : rows[i - inputs];
      }
    }
  }

  private static double[] errors(RowModel model, float[] rows, int inputs, float[] shares) {
    double[] errors = new double[rows.length / inputs];
    for (int row = 0; row < errors.length; row++) {
      errors[row] = model.error(rows, row * inputs, shares, row * inputs);
    }
    return errors;
  }

  private record Scorer(FeatureSet features, Map<Labels, Trained> models) implements RowScorer {
    @Override
    public RowScores score(Frame frame, int instance) {
      int inputs = features.size();
      Trained trained = trained(frame.instances().get(instance));
      float[] rows = features.engineer(frame.cells(instance));
      trained.scaler().scale(rows);
      fill(rows, inputs);
      float[] shares = new float[rows.length];
      double[] errors = errors(trained.model(), rows, inputs, shares);
      return RowScores.endingWith(
          frame.rows(),
          IntStream.range(0, inputs).mapToObj(features::name).toList(),
          errors,
          trained.calibration().threshold(),
          shares);
    }

    private Trained trained(Labels instance) {
      return Optional.ofNullable(models.get(instance))
          .orElseThrow(() -> new IllegalArgumentException(instance + " was not trained on"));
    }

    @Override
    public Optional<Calibration> calibration(Labels instance) {
      return Optional.of(trained(instance).calibration());
    }

    @Override
    public void close() {}
  }
}
