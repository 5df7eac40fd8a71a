package io.github.anomalyexporter.testing.incident;

import io.github.anomalyexporter.testing.workload.Activity;
import io.github.anomalyexporter.testing.workload.Demand;

/**
 * The effect of an incident on a host in one cell of time: a pure function without state or clock.
 */
public interface Effect {
  /** Returns the demand on the host during the incident. */
  default Demand demand(Demand normal, Moment moment) {
    return normal;
  }

  /** Changes the activity of the host during the incident. */
  default void alter(Activity activity, Moment moment) {}

  /** Whether all values are constant during the incident, as if the collector hung. */
  default boolean freezes() {
    return false;
  }

  /** Whether the host does not respond during the incident. */
  default boolean silences() {
    return false;
  }
}
