package io.github.anomalyexporter.server.run;

import io.github.anomalyexporter.core.series.Labels;
import java.time.Instant;

/**
 * A window in which an instance did not behave as it is to be learned.
 *
 * @param start the first instant that is exempt
 * @param end the first instant that no longer is
 */
public record Exemption(Labels instance, ExemptionReason reason, Instant start, Instant end) {}
