package io.github.anomalyexporter.core.detector;

import java.time.Duration;

/**
 * How long and how much the score board keeps.
 *
 * @param scoringInterval four of these without a new score are stale
 * @param topFeatures features shown for an anomalous instance
 * @param hold how long they stay after it has calmed down
 * @param maxSeries features shown at the same time over all instances, the highest scores first
 */
public record BoardOptions(
    Duration scoringInterval, int topFeatures, Duration hold, int maxSeries) {}
