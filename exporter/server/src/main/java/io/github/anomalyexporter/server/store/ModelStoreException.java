package io.github.anomalyexporter.server.store;

import java.nio.file.Path;

/** A stored model cannot be used, or a model cannot be stored; the message contains the path. */
public class ModelStoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ModelStoreException(Path place, String reason) {
    super(place + ": " + reason);
  }

  ModelStoreException(Path place, String reason, Throwable cause) {
    super(place + ": " + reason, cause);
  }
}
