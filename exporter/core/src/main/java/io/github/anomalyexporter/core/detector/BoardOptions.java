package io.github.anomalyexporter.core.detector;

import java.time.Duration;

/**
 * The limits of the score board.
 *
 * @param scoringInterval an instance is stale after four intervals without a new score
 * @param topFeatures features shown for an anomalous instance
 * @param hold how long these features are shown after the end of the anomaly
 * @param maxSeries maximum number of features shown over all instances, the highest scores first
 */
public record BoardOptions(
    Duration scoringInterval, int topFeatures, Duration hold, int maxSeries) {}
