package io.github.anomalyexporter.testing.incident;

import io.github.anomalyexporter.testing.workload.Activity;
import io.github.anomalyexporter.testing.workload.Demand;

/**
 * What an incident does to a host in one cell of time. A pure function: neither state nor clock.
 */
public interface Effect {
  /** What is asked of the host while the incident lasts. */
  default Demand demand(Demand normal, Moment moment) {
    return normal;
  }

  /** Alters what the host does while the incident lasts. */
  default void alter(Activity activity, Moment moment) {}

  /** Whether all values stand still while the incident lasts, as if the collector hung. */
  default boolean freezes() {
    return false;
  }

  /** Whether the host does not answer while the incident lasts. */
  default boolean silences() {
    return false;
  }
}
