package io.github.anomalyexporter.server.run;

/** The two runs, as the {@code run} label of the metrics names them. */
public enum RunKind {
  SCORING("scoring"),
  TRAINING("training");

  private final String label;

  RunKind(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }
}
