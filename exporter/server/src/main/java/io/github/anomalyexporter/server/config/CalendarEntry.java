package io.github.anomalyexporter.server.config;

import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.calendar.RecurringWindow;

/**
 * Recurring time at which instances of a detector deviate as planned: no alerts are sent and no
 * training uses it.
 *
 * @param name unique in its detector
 * @param instances the instances to which it applies
 */
public record CalendarEntry(String name, RecurringWindow window, InstanceMatcher instances) {
  /** Returns whether it applies to this instance. */
  public boolean concerns(Labels instance) {
    return instances.matches(instance);
  }
}
