package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.model.Inference;
import io.github.anomalyexporter.core.score.ThresholdOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A kind of detector: how its detectors are trained, saved, loaded and opened to score. A trained
 * detector of another kind as an argument results in an {@link IllegalArgumentException}. Stateless
 * and safe for use by several threads.
 */
public interface DetectorKind {
  /** The name of the kind in configurations, in manifests and on the command line. */
  String name();

  /** Whether it trains a network: layers and epochs have a meaning. */
  boolean hasNetwork();

  /** Returns the same kind with another way to run networks; itself if it has none. */
  default DetectorKind with(Inference inference) {
    return this;
  }

  /** The threshold options of a detector that does not configure them. */
  ThresholdOptions defaultThreshold();

  /**
   * Loads the native libraries that a training of the kind needs, if any. Scoring may do without
   * them.
   *
   * @throws io.github.anomalyexporter.core.model.RuntimeNotInstalledException if the program was
   *     distributed without them
   * @throws io.github.anomalyexporter.core.model.ModelRuntimeException if they cannot be loaded
   */
  void requireRuntime();

  /** Returns the number of rows of the queried features that a window has before the scored row. */
  int rowsBefore(FeatureSet features);

  /**
   * Returns the bytes of the heap that the models need during a training, in addition to the rows
   * ({@link TrainingMemory}); 0 if they are insignificant or outside the heap.
   */
  long modelBytes(FeatureSet features, int instances);

  /**
   * Trains all instances of a training. Instances that cannot be trained are reported by {@link
   * Training#leaveOut}. Interrupting the thread stops the training.
   *
   * @param training with at least one history
   * @param into a detector of the same features and options, to which the instances are added or
   *     whose rows they replace; null to train the fleet's model as well
   * @return the detector with the trained rows; null if no row could be trained, or the fleet's
   *     could not
   * @throws io.github.anomalyexporter.core.model.TrainingStoppedException if the thread was
   *     interrupted
   */
  @Nullable TrainedDetector train(Training training, @Nullable TrainedDetector into);

  /** The files that {@link #save} writes, relative to the directory. */
  List<String> files();

  /**
   * Writes a detector without its {@link TrainedDetector#instances}, which are in its manifest.
   *
   * @param directory exists and contains no file of a detector
   */
  void save(TrainedDetector trained, Path directory) throws IOException;

  /**
   * Loads a detector that {@link #save} wrote; its scores are identical, bit for bit.
   *
   * @param features the features it was trained with
   * @param layers of the saved detector
   * @param instances of all rows, as in the saved detector
   * @throws IOException if the directory does not contain a valid detector; the message states the
   *     file and the reason
   */
  TrainedDetector load(
      Path directory,
      FeatureSet features,
      List<Integer> layers,
      int fleetSize,
      List<TrainedInstance> instances)
      throws IOException;

  /**
   * Creates a detector that scores with a trained one. The caller closes it.
   *
   * @param minCoverage share of the expected cells below which an instance is not scored
   */
  Detector open(TrainedDetector trained, double minCoverage);
}
