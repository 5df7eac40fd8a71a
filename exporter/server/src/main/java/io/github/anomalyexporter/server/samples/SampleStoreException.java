package io.github.anomalyexporter.server.samples;

import java.nio.file.Path;

/**
 * Samples cannot be read or stored; the message contains the file, the reason and the remedy.
 * Samples that were stored before are not affected.
 */
public final class SampleStoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** A store that cannot be used any more. */
  public SampleStoreException(Path file, String reason) {
    super(file + ": " + reason);
  }

  SampleStoreException(Path file, String reason, Throwable cause) {
    super(file + ": " + reason, cause);
  }
}
