package io.github.anomalyexporter.core.model;

/** A time, with the terms of the daily cycle that all instances of a run share. For one thread. */
public final class TimeOfDay {
  private final long millis;
  private float[] terms = new float[0];

  /**
   * @param millis since the epoch
   */
  public TimeOfDay(long millis) {
    this.millis = millis;
  }

  public long millis() {
    return millis;
  }

  /** Returns the terms of a cycle, and perhaps further ones; read-only. */
  float[] terms(DailyCycle cycle) {
    if (terms.length < cycle.terms()) {
      terms = new float[cycle.terms()];
      cycle.write(millis, terms, 0);
    }
    return terms;
  }
}
