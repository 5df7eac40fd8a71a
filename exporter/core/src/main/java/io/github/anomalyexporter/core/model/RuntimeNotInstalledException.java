package io.github.anomalyexporter.core.model;

/**
 * The program was distributed without the native runtime of models; no change of the machine helps.
 */
public final class RuntimeNotInstalledException extends ModelRuntimeException {
  private static final long serialVersionUID = 1L;

  public RuntimeNotInstalledException(String message) {
    super(message, null);
  }
}
