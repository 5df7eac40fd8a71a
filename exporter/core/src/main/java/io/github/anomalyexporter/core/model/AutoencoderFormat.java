package io.github.anomalyexporter.core.model;

import java.io.IOException;
import java.nio.file.Path;

/** Creates autoencoders, and saves and loads their weights. */
public interface AutoencoderFormat {
  /** Creates an autoencoder with the given weights. The caller closes it. */
  Autoencoder open(Weights weights);

  /** Writes files that {@link #load} reads to a directory, which exists and is empty. */
  void save(Weights weights, Path directory) throws IOException;

  /**
   * Loads weights that {@link #save} wrote.
   *
   * @throws IOException if the directory does not contain valid weights of the architecture; the
   *     message states the reason
   */
  Weights load(Path directory, Architecture architecture) throws IOException;
}
