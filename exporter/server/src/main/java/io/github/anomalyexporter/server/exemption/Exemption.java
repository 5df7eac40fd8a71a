package io.github.anomalyexporter.server.exemption;

import io.github.anomalyexporter.core.series.Labels;
import java.time.Instant;

/**
 * Time range of an instance that is excluded from training.
 *
 * @param start inclusive
 * @param end exclusive
 */
public record Exemption(Labels instance, ExemptionReason reason, Instant start, Instant end) {}
