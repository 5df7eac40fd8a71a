package io.github.anomalyexporter.testing.incident;

import io.github.anomalyexporter.testing.workload.Workload;

/**
 * The host and the time at which an effect applies.
 *
 * @param workload of the host
 * @param epochSeconds the middle of the cell
 * @param secondsSinceOnset of the incident, at the middle of the cell
 */
public record Moment(Workload workload, double epochSeconds, double secondsSinceOnset) {
  int cores() {
    return workload.profile().cores();
  }
}
