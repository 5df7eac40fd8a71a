package io.github.anomalyexporter.core.evaluation;

/**
 * What one feature had to do with a score.
 *
 * @param share of the error, 0 to 1
 * @param actual value in the unit; NaN where missing
 * @param expected value in the unit; NaN where the detector does not tell
 */
public record Contribution(
    String feature, String unit, float share, float actual, float expected) {}
