package io.github.anomalyexporter.server.run;

/** A change of a detector has to wait: a training is requested or running. */
public final class BusyException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BusyException(String message) {
    super(message);
  }
}
