package io.github.anomalyexporter.evaluation.report;

import io.github.anomalyexporter.evaluation.past.NewHosts.Measured;
import java.util.List;

/**
 * First days of the hosts of a fleet as new hosts, by one detector with one seed.
 *
 * @param detector name of the detector
 * @param seed seed of the trainings
 * @param hosts number of hosts
 * @param measured an element for each length of history
 */
public record NewHostsReport(String detector, long seed, int hosts, List<Measured> measured) {
  public NewHostsReport {
    measured = List.copyOf(measured);
  }
}
