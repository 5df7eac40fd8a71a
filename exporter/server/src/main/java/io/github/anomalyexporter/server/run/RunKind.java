package io.github.anomalyexporter.server.run;

/** Kinds of runs, the values of the {@code run} label of the metrics. */
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
