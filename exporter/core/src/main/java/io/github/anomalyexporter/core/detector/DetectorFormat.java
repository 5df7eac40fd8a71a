package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.feature.FeatureSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Saves and loads detectors of one kind. Safe for use by several threads. */
public interface DetectorFormat {
  /** The name of the kind in manifests. */
  String type();

  /** Widths of the hidden layers; empty for a kind without a network. */
  List<Integer> hidden();

  /** The files that {@link #save} writes, relative to the directory. */
  List<String> files();

  /**
   * Writes a detector without its {@link TrainedDetector#instances}, which are in its manifest.
   *
   * @param directory exists and contains no file of a detector
   */
  void save(Detector detector, Path directory) throws IOException;

  /**
   * Loads a detector that {@link #save} wrote; its scores are identical, bit for bit. The caller
   * closes it.
   *
   * @param features the features it was trained with
   * @param instances of all rows, as in the saved detector
   * @throws IOException if the directory does not contain a valid detector; the message states the
   *     reason
   * @throws IllegalArgumentException for the same reason
   */
  Detector load(Path directory, FeatureSet features, int fleetSize, List<TrainedInstance> instances)
      throws IOException;
}
