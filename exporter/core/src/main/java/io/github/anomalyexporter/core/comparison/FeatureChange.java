package io.github.anomalyexporter.core.comparison;

import io.github.anomalyexporter.core.feature.Feature;

/**
 * The change of one feature over all instances.
 *
 * @param change root mean square over the instances, so that a large change of one instance and a
 *     smaller one of all of them are both visible; NaN if all are unknown
 * @param instancesChanged number of instances on which it changed
 */
public record FeatureChange(Feature feature, double change, int instancesChanged) {}
