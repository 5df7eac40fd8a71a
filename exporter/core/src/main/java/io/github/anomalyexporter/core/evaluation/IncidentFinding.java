package io.github.anomalyexporter.core.evaluation;

import io.github.anomalyexporter.core.series.Median;
import java.time.Duration;
import java.util.Collection;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What became of an incident.
 *
 * @param scored whether an instance of it had a score while it lasted; else nothing can be said
 * @param alert the first that fired while it lasted; null where none did
 */
public record IncidentFinding(Incident incident, boolean scored, @Nullable PastAlert alert) {
  /** From the start of the incident to the alert, below 0 where that was there before. */
  public OptionalDouble delaySeconds() {
    return alert == null
        ? OptionalDouble.empty()
        : OptionalDouble.of(Duration.between(incident.start(), alert.start()).toMillis() / 1000.0);
  }

  /** The median delay of those that were found; NaN where none was. */
  public static double medianDelaySeconds(Collection<IncidentFinding> findings) {
    return Median.of(
        findings.stream()
            .map(IncidentFinding::delaySeconds)
            .filter(OptionalDouble::isPresent)
            .mapToDouble(OptionalDouble::getAsDouble));
  }
}
