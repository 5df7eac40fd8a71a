package io.github.anomalyexporter.core.model;

import org.jspecify.annotations.Nullable;

/** The native runtime of models is not usable on this machine; the message has cause and remedy. */
public class ModelRuntimeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ModelRuntimeException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
