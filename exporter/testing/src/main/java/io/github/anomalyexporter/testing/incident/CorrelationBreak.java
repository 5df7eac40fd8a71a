package io.github.anomalyexporter.testing.incident;

import io.github.anomalyexporter.testing.workload.Demand;
import io.github.anomalyexporter.testing.workload.Rhythm;

/**
 * The CPUs work as at the daily peak, disk and network as in the nightly trough: every single value
 * occurs every day, but not their combination. By day disk and network decrease, by night the CPU
 * increases, in between both.
 */
final class CorrelationBreak implements Effect {
  @Override
  public Demand demand(Demand normal, Moment moment) {
    Rhythm rhythm = moment.workload().rhythm();
    double high = rhythm.loadHeldAt(Rhythm.PEAK, moment.epochSeconds());
    double low = rhythm.loadHeldAt(Rhythm.TROUGH, moment.epochSeconds());
    return new Demand(high, normal.memory(), low, low);
  }
}
