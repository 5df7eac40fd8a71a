package io.github.anomalyexporter.core.detector;

/**
 * What an instance's score says of one feature.
 *
 * @param feature its name
 * @param unit of the two values
 * @param contribution its share of the error, 0..1
 * @param actual value; NaN where missing
 * @param expected reconstructed value; NaN where unknown
 */
public record FeatureReading(
    String feature, String unit, double contribution, double actual, double expected) {}
