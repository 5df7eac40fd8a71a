package io.github.anomalyexporter.core.evaluation;

import java.util.List;

/**
 * What would have been, had all thresholds been so many times what they were.
 *
 * @param multiple of the calibrated thresholds
 * @param alerts by the shipped rules
 * @param alertsOutside of those, the ones that no incident covers
 * @param episodes of scores above 1, less than 10 minutes apart being one
 * @param found incidents that an alert fired in, of those that can be
 */
public record ThresholdChoice(
    double multiple, int alerts, int alertsOutside, int episodes, int found) {

  /** The calibrated ones. */
  public static final double CALIBRATED = 1;

  /** About a factor of the square root of two each, further apart where few ever are. */
  static final List<Double> MULTIPLES = List.of(0.5, 0.7, CALIBRATED, 1.4, 2.0, 3.0, 5.0);
}
