package io.github.anomalyexporter.server.prometheus;

/**
 * Build information of the source.
 *
 * @param version e.g. {@code 3.5.3}; some other sources return the version of Prometheus that they
 *     are compatible with
 */
public record BuildInfo(String version) {}
