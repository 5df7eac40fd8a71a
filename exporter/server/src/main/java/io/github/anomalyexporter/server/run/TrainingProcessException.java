package io.github.anomalyexporter.server.run;

/** A training in another process has failed, or the process itself. */
public final class TrainingProcessException extends RuntimeException {
  /** Category of a process that did not end by itself. */
  public static final String PROCESS = "process";

  private static final long serialVersionUID = 1L;

  private final String category;

  /**
   * @param category of {@code anomaly_exporter_run_failures_total}
   */
  public TrainingProcessException(String category, String message) {
    super(message);
    this.category = category;
  }

  String category() {
    return category;
  }
}
