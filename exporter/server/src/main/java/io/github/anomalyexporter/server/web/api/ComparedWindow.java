package io.github.anomalyexporter.server.web.api;

import io.github.anomalyexporter.core.comparison.Comparison;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.run.PastRows;
import java.time.Duration;
import java.util.List;

/**
 * The comparison that a query asks for.
 *
 * @param warnings why a part of it is unknown
 */
record ComparedWindow(ComparisonDocument document, List<String> warnings) {
  /**
   * Compares the visible instances that the query selects. Blocks until their samples are read.
   *
   * @throws BadParameterException if the query asks for too few or too many values
   * @throws UnavailableException if samples cannot be read
   */
  static ComparedWindow of(VisibleDetector detector, ComparisonQuery query) {
    DetectorConfig config = detector.config();
    List<Labels> instances = detector.instances(query.selectors());
    Duration step = query.step(config.timing().step());
    requireRoom(instances.size(), config.features().features().size(), query.points(step));
    Comparison comparison =
        Comparison.of(
            config.features(),
            ReadRows.of(detector, instances, query.windowRange(step)),
            ReadRows.of(detector, instances, query.baselineRange(step)));
    boolean unknown =
        !instances.isEmpty()
            && comparison.instances().stream().allMatch(it -> Double.isNaN(it.change()));
    return new ComparedWindow(
        ComparisonDocument.of(detector.name(), query, step, comparison),
        unknown
            ? List.of(
                "no instance has enough samples in window and baseline; samples may not reach back to "
                    + query.baseline().start())
            : List.of());
  }

  private static void requireRoom(int instances, int features, long points) {
    if (points > PastRows.MOST_VALUES / Math.max(1L, (long) instances * features)) {
      throw new BadParameterException(
          StepGrid.START,
          "at most %s values in window and baseline; shorten them, or select instances by match[]"
              .formatted(PastRows.MOST_VALUES),
          "%s instances with %s features at %s points".formatted(instances, features, points));
    }
  }
}
