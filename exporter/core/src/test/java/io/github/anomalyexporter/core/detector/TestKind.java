package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.model.TrainingOptions;
import io.github.anomalyexporter.core.score.ThresholdOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A kind that trains and scores, without files.
 *
 * @param rowsBefore rows of a window before the scored row, by the features
 */
public record TestKind(ToIntFunction<FeatureSet> rowsBefore, Trainer trainer, Opener opener)
    implements DetectorKind {
  /** Options with a network of one layer. */
  public static final ModelOptions OPTIONS =
      new ModelOptions(
          List.of(2),
          new TrainingOptions(10, 2, 64, 0.001, 1, 1),
          instance -> ThresholdOptions.DEFAULT,
          0.5);

  /** See {@link DetectorKind#train}. */
  public interface Trainer {
    @Nullable TrainedDetector train(Training training, @Nullable TrainedDetector into);
  }

  /** See {@link DetectorKind#open}. */
  public interface Opener {
    Detector open(TrainedDetector trained, double minCoverage);
  }

  @Override
  public String name() {
    return "test";
  }

  @Override
  public boolean hasNetwork() {
    return false;
  }

  @Override
  public ThresholdOptions defaultThreshold() {
    return ThresholdOptions.DEFAULT;
  }

  @Override
  public void requireRuntime() {}

  @Override
  public int rowsBefore(FeatureSet features) {
    return rowsBefore.applyAsInt(features);
  }

  @Override
  public long modelBytes(FeatureSet features, int instances) {
    return 0;
  }

  @Override
  public @Nullable TrainedDetector train(Training training, @Nullable TrainedDetector into) {
    return trainer.train(training, into);
  }

  @Override
  public Detector open(TrainedDetector trained, double minCoverage) {
    return opener.open(trained, minCoverage);
  }

  @Override
  public List<String> files() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void save(TrainedDetector trained, Path directory) {
    throw new UnsupportedOperationException();
  }

  @Override
  public TrainedDetector load(
      Path directory,
      FeatureSet features,
      List<Integer> layers,
      int fleetSize,
      List<TrainedInstance> instances) {
    throw new UnsupportedOperationException();
  }
}
