package io.github.anomalyexporter.core.detector;

/**
 * A feature of an instance's score.
 *
 * @param feature its name
 * @param unit of the actual and the expected value
 * @param contribution its share of the error, 0..1
 * @param actual value; NaN where missing
 * @param expected reconstructed value; NaN where unknown
 */
public record FeatureReading(
    String feature, String unit, double contribution, double actual, double expected) {}
