package io.github.anomalyexporter.server.web.api;

import io.github.anomalyexporter.server.recent.ScorePoint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The scores of an instance in a range of time.
 *
 * @param source {@code prometheus}, or {@code exporter} for the recent scores in its memory
 * @param step between two points; a point without a score is absent
 */
record HistoryDocument(
    String detector, Map<String, String> labels, String source, Duration step, List<Point> points) {

  /** The largest score of the step up to a time. An unknown number is NaN. */
  record Point(
      Instant time,
      double score,
      double threshold,
      double reconstructionError,
      boolean isAnomalous) {
    static Point of(ScorePoint found) {
      return new Point(
          found.time(), found.score(), found.threshold(), found.error(), found.isAnomalous());
    }
  }
}
