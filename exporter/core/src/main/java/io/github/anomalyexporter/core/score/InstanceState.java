package io.github.anomalyexporter.core.score;

import java.util.Locale;

/** What is known of an instance. A score exists in {@link #OK} and may in {@link #WARMING_UP}. */
public enum InstanceState {
  /** Scored by its own model. */
  OK,
  /** Has less history than it needs for a model of its own; scored by the fleet's, if there is. */
  WARMING_UP,
  /** Too few of the cells it should have are present. */
  INSUFFICIENT_DATA,
  /** The detector has no model yet. */
  NO_MODEL,
  /** No run has given a new score for four scoring intervals. */
  STALE,
  /** Its model gave something that is no number. */
  FAILED,
  /** Prometheus no longer has it. */
  VANISHED;

  private final String label = name().toLowerCase(Locale.ROOT);

  /** The value of the {@code state} label. */
  public String label() {
    return label;
  }
}
