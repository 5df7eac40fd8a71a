package io.github.anomalyexporter.server.local;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counters and gauges of a machine at one time. What the machine does not have is absent.
 * Immutable.
 */
final class MachineValues {
  private final Map<Counter, Map<String, Double>> counters;
  private final Map<Gauge, Double> gauges;

  private MachineValues(Map<Counter, Map<String, Double>> counters, Map<Gauge, Double> gauges) {
    this.counters = counters;
    this.gauges = gauges;
  }

  /** Returns the parts of a counter by name, empty without the counter. */
  Map<String, Double> parts(Counter counter) {
    return counters.getOrDefault(counter, Map.of());
  }

  /** Returns a gauge, or NaN without it. */
  double get(Gauge gauge) {
    return gauges.getOrDefault(gauge, Double.NaN);
  }

  /** Returns the values in which a counter that decreased by its jitter at most did not change. */
  MachineValues steady(MachineValues before) {
    Builder steady = new Builder().addAll(this);
    for (Counter counter : counters.keySet()) {
      if (counter.jitter() > 0) {
        before
            .parts(counter)
            .forEach(
                (part, value) -> {
                  double now = parts(counter).getOrDefault(part, Double.NaN);
                  if (now < value && now >= value - counter.jitter()) {
                    steady.add(counter, part, value);
                  }
                });
      }
    }
    return steady.build();
  }

  /** Collects values; a later value replaces an earlier one. For one thread, to be built once. */
  static final class Builder {
    private final Map<Counter, Map<String, Double>> counters = new EnumMap<>(Counter.class);
    private final Map<Gauge, Double> gauges = new EnumMap<>(Gauge.class);

    /** Adds a counter of one part. */
    Builder add(Counter counter, double value) {
      return add(counter, "", value);
    }

    /** Adds a part of a counter, unless its value is NaN. */
    Builder add(Counter counter, String part, double value) {
      if (!Double.isNaN(value)) {
        counters.computeIfAbsent(counter, unused -> new TreeMap<>()).put(part, value);
      }
      return this;
    }

    /** Sets a gauge, unless its value is NaN. */
    Builder set(Gauge gauge, double value) {
      if (!Double.isNaN(value)) {
        gauges.put(gauge, value);
      }
      return this;
    }

    Builder addAll(MachineValues other) {
      other.counters.forEach(
          (counter, parts) -> parts.forEach((part, value) -> add(counter, part, value)));
      gauges.putAll(other.gauges);
      return this;
    }

    MachineValues build() {
      return new MachineValues(
          Collections.unmodifiableMap(counters), Collections.unmodifiableMap(gauges));
    }
  }
}
