package io.github.anomalyexporter.core.detector;

import io.github.anomalyexporter.core.score.ThresholdRaise;
import java.time.Instant;

/**
 * What is known of an instance across a restart.
 *
 * @param seenAt when Prometheus last had the instance
 * @param raise of its threshold at its last score
 */
public record KnownInstance(Instant seenAt, ThresholdRaise raise) {}
