package io.github.anomalyexporter.server.discovery;

import java.time.Duration;
import java.util.Optional;

/**
 * The scrape interval of the instances of a detector.
 *
 * @param value configured or measured; empty if there are too few scrapes to measure it
 * @param measurable whether Prometheus has {@code up} series to measure it; true if it is
 *     configured
 */
public record ScrapeInterval(Optional<Duration> value, boolean measurable) {}
