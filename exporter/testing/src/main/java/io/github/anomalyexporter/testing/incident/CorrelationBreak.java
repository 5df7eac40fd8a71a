package io.github.anomalyexporter.testing.incident;

import io.github.anomalyexporter.testing.workload.Demand;
import io.github.anomalyexporter.testing.workload.Rhythm;

/**
 * The CPUs work as at the daily peak, disk and network as in the nightly trough: every single value
 * is one the host has every day, but never together. By day disk and network fall, by night the CPU
 * rises, in between both.
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
