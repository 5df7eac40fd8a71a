package io.github.anomalyexporter.testing.feature;

import io.github.anomalyexporter.testing.fleet.Reading;
import io.github.anomalyexporter.testing.workload.Quantity;
import java.time.Duration;

/** The readings at the two ends of a rate window. */
record Window(Reading first, Reading last) {
  /** The mean increase per second, as of PromQL's {@code rate}. */
  double rate(Quantity quantity) {
    return (last.get(quantity) - first.get(quantity)) / seconds();
  }

  /** The rate over the number of CPUs. */
  double ratePerCore(Quantity quantity) {
    return rate(quantity) / last.profile().cores();
  }

  private double seconds() {
    return Duration.between(first.time(), last.time()).toMillis() / 1000.0;
  }
}
