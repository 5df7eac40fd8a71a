package io.github.anomalyexporter.core.detector;

/**
 * A feature of a scored row.
 *
 * @param feature its name
 * @param unit of the actual and the expected value
 * @param share of the error, 0 to 1; NaN if the row has no error
 * @param actual value; NaN where missing
 * @param expected value; NaN if unknown, or if the kind of detector has no expected values
 */
public record FeatureContribution(
    String feature, String unit, double share, double actual, double expected) {}
