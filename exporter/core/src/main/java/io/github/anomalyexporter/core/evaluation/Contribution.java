package io.github.anomalyexporter.core.evaluation;

/**
 * The contribution of one feature to a score.
 *
 * @param share of the error, 0 to 1
 * @param actual value in the unit; NaN where missing
 * @param expected value in the unit; NaN if the detector has no expected values
 */
public record Contribution(
    String feature, String unit, float share, float actual, float expected) {}
