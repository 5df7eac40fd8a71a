package io.github.anomalyexporter.server.run;

/** A training is requested of a process that does not train. */
public final class TrainingOffException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TrainingOffException() {
    super(
        "this exporter does not train (--training=off); run anomaly-exporter train with the same storage");
  }
}
