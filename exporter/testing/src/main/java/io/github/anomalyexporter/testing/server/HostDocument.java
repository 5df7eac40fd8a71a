package io.github.anomalyexporter.testing.server;

import io.github.anomalyexporter.testing.fleet.SimulatedHost;

/** A host of {@code /hosts}. */
record HostDocument(
    String name, String instance, String role, int cores, long memoryBytes, String metricsPath) {
  /** Prefix of the path of a host's page. */
  static final String PATH = "/hosts/";

  /** Suffix of the path of a host's page. */
  static final String METRICS = "/metrics";

  static HostDocument of(SimulatedHost host) {
    return new HostDocument(
        host.name(),
        host.profile().instance(),
        host.profile().role().prefix(),
        host.profile().cores(),
        host.profile().memoryBytes(),
        metricsPath(host));
  }

  static String metricsPath(SimulatedHost host) {
    return PATH + host.name() + METRICS;
  }
}
