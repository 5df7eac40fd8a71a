package io.github.anomalyexporter.server.prometheus;

/**
 * What answers as Prometheus.
 *
 * @param version e.g. {@code 3.5.3}; of the Prometheus they imitate, with some others
 */
public record BuildInfo(String version) {}
