package io.github.anomalyexporter.core.model;

/** A training was stopped before its end; its result is discarded. */
public final class TrainingStoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TrainingStoppedException() {
    super("training was stopped");
  }
}
