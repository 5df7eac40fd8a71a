package io.github.anomalyexporter.server.posted;

/** A request whose rows cannot be read; nothing of it was kept. */
public final class UnreadableRowsException extends Exception {
  private static final long serialVersionUID = 1L;

  UnreadableRowsException(String message) {
    super(message);
  }
}
