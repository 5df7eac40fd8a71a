package io.github.anomalyexporter.core.model;

import java.io.IOException;
import java.nio.file.Path;

/** Brings weights into a form that reconstructs, and onto disk and back. */
public interface AutoencoderFormat {
  /** Makes the weights ready to reconstruct. The caller closes what it gets. */
  Autoencoder open(Weights weights);

  /**
   * Writes a form that {@link #load} reads, all of it below the directory, which exists and is
   * empty.
   */
  void save(Autoencoder autoencoder, Path directory) throws IOException;

  /**
   * Reads what {@link #save} wrote. The caller closes what it gets.
   *
   * @throws IOException where the directory does not hold such a form; the message says what is
   *     wrong with it
   */
  Autoencoder load(Path directory, Architecture architecture) throws IOException;
}
