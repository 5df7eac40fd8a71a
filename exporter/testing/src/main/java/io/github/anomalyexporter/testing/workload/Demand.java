package io.github.anomalyexporter.testing.workload;

/**
 * The demand on each resource of a host, between 0 and 1. In normal operation all demands are
 * equal: work that needs CPU also needs disk, network and memory.
 */
public record Demand(double cpu, double memory, double disk, double network) {
  public static Demand uniform(double load) {
    return new Demand(load, load, load, load);
  }
}
