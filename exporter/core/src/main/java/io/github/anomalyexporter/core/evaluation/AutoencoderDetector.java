package io.github.anomalyexporter.core.evaluation;

import io.github.anomalyexporter.core.detector.Detector;
import io.github.anomalyexporter.core.detector.DetectorTraining;
import io.github.anomalyexporter.core.detector.DetectorTraining.Outcome;
import io.github.anomalyexporter.core.detector.ModelOptions;
import io.github.anomalyexporter.core.detector.Scores;
import io.github.anomalyexporter.core.detector.TrainedDetector;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.model.AutoencoderFormat;
import io.github.anomalyexporter.core.model.AutoencoderTrainer;
import io.github.anomalyexporter.core.model.TrainingOptions;
import io.github.anomalyexporter.core.model.TrainingProgress;
import io.github.anomalyexporter.core.score.Calibration;
import io.github.anomalyexporter.core.series.Labels;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The detector that is served, {@link DetectorTraining} and {@link Detector}, over past rows. */
public final class AutoencoderDetector implements TrainableDetector {
  private final ModelOptions options;
  private final AutoencoderTrainer trainer;
  private final AutoencoderFormat format;

  /**
   * Of these options.
   *
   * @param options seed and rows per day are replaced by those of each training
   */
  public AutoencoderDetector(
      ModelOptions options, AutoencoderTrainer trainer, AutoencoderFormat format) {
    this.options = options;
    this.trainer = trainer;
    this.format = format;
  }

  @Override
  public RowScorer train(FeatureSet features, Frame history, long seed, TrainingProgress progress) {
    DetectorTraining training =
        new DetectorTraining(features, options(features.step(), seed), trainer, format);
    Outcome outcome = training.trainAll(history, Map.of(), null, history.range().end(), progress);
    TrainedDetector trained = outcome.detector();
    if (trained == null || trained.rowOfInstance().isEmpty()) {
      throw new IllegalArgumentException(
          outcome.leftOut().values().stream().distinct().collect(Collectors.joining("; ")));
    }
    return new Rows(
        new Detector(trained, training.open(trained), options.minCoverage()), outcome.leftOut());
  }

  /**
   * Past rows by a detector that is there.
   *
   * @param detector closed with what is returned
   */
  public static RowScorer scorer(Detector detector) {
    return new Rows(detector, Map.of());
  }

  private ModelOptions options(Duration step, long seed) {
    TrainingOptions training = options.training();
    int rowsPerDay = Math.toIntExact(Math.max(1, Duration.ofDays(1).toMillis() / step.toMillis()));
    return new ModelOptions(
        options.hidden(),
        new TrainingOptions(
            training.epochs(),
            training.patience(),
            training.batchSize(),
            training.learningRate(),
            training.gradientClip(),
            seed),
        instance -> options.threshold().apply(instance).withRowsPerDay(rowsPerDay),
        options.minCoverage());
  }

  /** One row after the other, by the detector that it closes. */
  private record Rows(Detector detector, Map<Labels, String> leftOut) implements RowScorer {
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
          .map(row -> trained.rows().get(row).calibration());
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
