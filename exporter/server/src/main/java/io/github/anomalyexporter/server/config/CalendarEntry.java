package io.github.anomalyexporter.server.config;

import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.calendar.RecurringWindow;

/**
 * A time at which some instances of a detector do what is neither an incident nor to be learned.
 *
 * @param name unique in its detector
 * @param instances those that it concerns
 */
public record CalendarEntry(String name, RecurringWindow window, InstanceMatcher instances) {
  /** Whether it holds for this instance. */
  public boolean concerns(Labels instance) {
    return instances.matches(instance);
  }
}
