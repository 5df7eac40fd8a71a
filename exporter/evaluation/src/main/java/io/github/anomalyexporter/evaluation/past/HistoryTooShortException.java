package io.github.anomalyexporter.evaluation.past;

/** No instance has enough history to train on; the message has its length and the length needed. */
public final class HistoryTooShortException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public HistoryTooShortException(String message) {
    super(message);
  }
}
