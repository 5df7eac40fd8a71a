package io.github.anomalyexporter.evaluation.past;

import io.github.anomalyexporter.core.series.Median;
import java.time.Duration;
import java.util.Collection;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * The result for an incident.
 *
 * @param scored whether an instance had a score during the incident; if not, the result is unknown
 * @param alert the first alert that fired during the incident; null if none did
 */
public record IncidentFinding(Incident incident, boolean scored, @Nullable PastAlert alert) {
  /** Seconds from the start of the incident to the alert; negative if it already fired before. */
  public OptionalDouble delaySeconds() {
    return alert == null
        ? OptionalDouble.empty()
        : OptionalDouble.of(Duration.between(incident.start(), alert.start()).toMillis() / 1000.0);
  }

  /** Returns the median delay of the incidents found; NaN if none was. */
  public static double medianDelaySeconds(Collection<IncidentFinding> findings) {
    return Median.of(
        findings.stream()
            .map(IncidentFinding::delaySeconds)
            .filter(OptionalDouble::isPresent)
            .mapToDouble(OptionalDouble::getAsDouble));
  }
}
