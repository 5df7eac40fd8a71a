package io.github.anomalyexporter.evaluation.past;

import java.util.List;

/**
 * The results for a multiple of all thresholds.
 *
 * @param multiple of the calibrated thresholds
 * @param alerts of the shipped rules
 * @param alertsOutside alerts that no incident covers
 * @param episodes of scores above 1
 * @param found scored incidents during which an alert fired
 */
public record ThresholdChoice(
    double multiple, int alerts, int alertsOutside, int episodes, int found) {

  /** The calibrated thresholds. */
  public static final double CALIBRATED = 1;

  /** Steps of about the square root of two, larger for rare multiples. */
  static final List<Double> MULTIPLES = List.of(0.5, 0.7, CALIBRATED, 1.4, 2.0, 3.0, 5.0);
}
