package io.github.anomalyexporter.testing.workload;

/**
 * How much is asked of each part of a host, between 0 and 1. In normal operation all are equal: the
 * work that needs CPU also reads, writes, sends and remembers.
 */
public record Demand(double cpu, double memory, double disk, double network) {
  public static Demand uniform(double load) {
    return new Demand(load, load, load, load);
  }
}
