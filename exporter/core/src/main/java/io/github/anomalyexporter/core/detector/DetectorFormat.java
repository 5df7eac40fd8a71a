package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.feature.FeatureSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Brings a kind of detector onto disk and back. Safe for use by several threads. */
public interface DetectorFormat {
  /** What its manifests call the kind. */
  String type();

  /** Widths of the hidden layers; none in a kind without a network. */
  List<Integer> hidden();

  /** The files that {@link #save} writes, relative to the directory. */
  List<String> files();

  /**
   * Writes all of a detector but {@link TrainedDetector#instances}, which its manifest holds.
   *
   * @param directory exists; holds nothing of a detector yet
   */
  void save(Detector detector, Path directory) throws IOException;

  /**
   * Reads what {@link #save} wrote: a detector that scores as the saved one does, to the bit. The
   * caller closes what it gets.
   *
   * @param features that it was trained with
   * @param instances of all rows, as the saved one had them
   * @throws IOException where the directory does not hold such a detector; the message says what is
   *     wrong with it
   * @throws IllegalArgumentException as well
   */
  Detector load(Path directory, FeatureSet features, int fleetSize, List<TrainedInstance> instances)
      throws IOException;
}
