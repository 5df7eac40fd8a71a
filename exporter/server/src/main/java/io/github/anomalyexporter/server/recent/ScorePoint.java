package io.github.anomalyexporter.server.recent;

import java.time.Instant;

/**
 * The largest score of an instance in the time up to a point of a grid. An unknown number is NaN.
 *
 * @param time end of that time
 */
public record ScorePoint(Instant time, double score, double threshold, double error) {

  /** Whether the score is above 1; false if unknown. */
  public boolean isAnomalous() {
    return score > 1;
  }
}
