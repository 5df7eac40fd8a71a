package io.github.anomalyexporter.server.preview;

/** No further run is accepted at the moment; the message says what can be done. */
public final class TooManyRunsException extends Exception {
  private static final long serialVersionUID = 1L;

  TooManyRunsException(String message) {
    super(message);
  }
}
