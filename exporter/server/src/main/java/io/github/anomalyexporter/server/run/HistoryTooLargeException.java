package io.github.anomalyexporter.server.run;

/** A training that the heap cannot hold; the message says how large it is and what to change. */
public final class HistoryTooLargeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  HistoryTooLargeException(String message) {
    super(message);
  }
}
