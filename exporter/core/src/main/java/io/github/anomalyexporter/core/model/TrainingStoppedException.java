package io.github.anomalyexporter.core.model;

/** Training was told to stop before its end; nothing of it is kept. */
public final class TrainingStoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TrainingStoppedException() {
    super("training was stopped");
  }
}
