package io.github.anomalyexporter.core.evaluation;

/** No instance has enough history to train on; the message says what there is and what it needs. */
public final class HistoryTooShortException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public HistoryTooShortException(String message) {
    super(message);
  }
}
