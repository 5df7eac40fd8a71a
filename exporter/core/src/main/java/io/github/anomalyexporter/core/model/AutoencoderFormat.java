package io.github.anomalyexporter.core.model;

import java.io.IOException;
import java.nio.file.Path;

/** Creates, saves and loads autoencoders. */
public interface AutoencoderFormat {
  /** Creates an autoencoder with the given weights. The caller closes it. */
  Autoencoder open(Weights weights);

  /** Writes files that {@link #load} reads to a directory, which exists and is empty. */
  void save(Autoencoder autoencoder, Path directory) throws IOException;

  /**
   * Loads an autoencoder that {@link #save} wrote. The caller closes it.
   *
   * @throws IOException if the directory does not contain a valid autoencoder; the message states
   *     the reason
   */
  Autoencoder load(Path directory, Architecture architecture) throws IOException;
}
