package io.github.anomalyexporter.server.run;

/**
 * The history of a training does not fit into the heap; the message contains its size and the
 * remedy.
 */
public final class HistoryTooLargeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  HistoryTooLargeException(String message) {
    super(message);
  }
}
