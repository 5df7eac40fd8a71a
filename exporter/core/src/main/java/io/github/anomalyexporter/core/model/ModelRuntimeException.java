package io.github.anomalyexporter.core.model;

/** What models run on cannot be used on this machine; the message says why, and the way out. */
public final class ModelRuntimeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ModelRuntimeException(String message, Throwable cause) {
    super(message, cause);
  }
}
