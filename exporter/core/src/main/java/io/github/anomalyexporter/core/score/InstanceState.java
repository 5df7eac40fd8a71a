package io.github.anomalyexporter.core.score;

import java.util.Locale;

/**
 * The state of an instance. It has a score in {@link #OK} and may have one in {@link #WARMING_UP}.
 */
public enum InstanceState {
  /** Scored by its own model. */
  OK,
  /** Too little history for its own model; scored by the fleet's model if there is one. */
  WARMING_UP,
  /** Too few of the expected cells are present. */
  INSUFFICIENT_DATA,
  /** The detector has no model yet. */
  NO_MODEL,
  /** No new score for four scoring intervals. */
  STALE,
  /** The model output is not finite. */
  FAILED,
  /** The instance is no longer in Prometheus. */
  VANISHED;

  private final String label = name().toLowerCase(Locale.ROOT);

  /** The value of the {@code state} label. */
  public String label() {
    return label;
  }
}
