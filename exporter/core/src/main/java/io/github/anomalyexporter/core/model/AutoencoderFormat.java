package io.github.anomalyexporter.core.model;

import java.io.IOException;
import java.nio.file.Path;

/** The format of the weights of autoencoders on disk. */
public interface AutoencoderFormat {
  /** Writes weights to a directory, which exists and is empty. */
  void save(Weights weights, Path directory) throws IOException;
}
