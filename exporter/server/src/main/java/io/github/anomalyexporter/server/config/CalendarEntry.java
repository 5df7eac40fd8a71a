package io.github.anomalyexporter.server.config;

import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.calendar.RecurringWindow;
import java.util.regex.Pattern;

/**
 * A time at which some instances of a detector do what is neither an incident nor to be learned.
 *
 * @param name unique in its detector
 * @param instances whom it concerns, by their whole instance label
 */
public record CalendarEntry(String name, RecurringWindow window, Pattern instances) {
  /** Whether it holds for this instance. */
  public boolean concerns(Labels instance) {
    try {
      return instances.matcher(instance.get("instance")).matches();
    } catch (StackOverflowError e) {
      // Java's expressions go as deep as a text is long; no name that anybody gave is that long.
      return false;
    }
  }
}
