package io.github.anomalyexporter.server.web.api;

import io.github.anomalyexporter.core.comparison.RankCorrelation;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.frame.Frame;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.server.config.DetectorConfig;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Rank correlation of features of instances over a time; strongly correlated series are neighbours.
 *
 * @param correlations a row for each series, with a number for each series; NaN where unknown
 */
record CorrelationDocument(
    String detector,
    Instant start,
    Instant end,
    Duration step,
    List<Series> series,
    List<List<Double>> correlations) {
  /** More make a table that no screen shows. */
  private static final int MOST_SERIES = 24;

  /** A feature of an instance. */
  record Series(Map<String, String> labels, String feature, String unit) {}

  /**
   * Returns the document of the visible instances and the features that a query selects. Blocks
   * until their samples are read.
   *
   * @throws BadParameterException if the query asks for too much, or for an unknown feature
   * @throws UnavailableException if samples cannot be read
   */
  static CorrelationDocument of(VisibleDetector detector, CorrelationQuery query) {
    DetectorConfig config = detector.config();
    TimeRange range = query.range(config.timing().step());
    List<Labels> instances = detector.instances(query.selectors());
    int[] inputs = inputs(config.features(), query.features());
    if (instances.size() > MOST_SERIES / Math.max(1, inputs.length)) {
      throw new BadParameterException(
          FeatureHistoryQuery.FEATURE,
          "at most %s series; select features, and instances by match[]".formatted(MOST_SERIES),
          "%s features of %s instances".formatted(inputs.length, instances.size()));
    }
    Map<Series, double[]> values =
        instances.isEmpty() ? Map.of() : values(detector, instances, inputs, range);
    List<Series> series = List.copyOf(values.keySet());
    double[][] matrix = RankCorrelation.matrix(List.copyOf(values.values()));
    List<Integer> order = RankCorrelation.neighbours(matrix);
    return new CorrelationDocument(
        detector.name(),
        range.start(),
        range.end(),
        range.step(),
        order.stream().map(series::get).toList(),
        order.stream().map(i -> order.stream().map(j -> matrix[i][j]).toList()).toList());
  }

  private static int[] inputs(FeatureSet features, List<String> names) {
    List<String> known = IntStream.range(0, features.size()).mapToObj(features::name).toList();
    FeatureHistoryQuery.requireKnown(names, known);
    return IntStream.range(0, known.size())
        .filter(input -> names.isEmpty() || names.contains(known.get(input)))
        .toArray();
  }

  /**
   * Returns the values of each series by point. Rows before the range are read, too: engineered
   * features need them.
   */
  private static Map<Series, double[]> values(
      VisibleDetector detector, List<Labels> instances, int[] inputs, TimeRange range) {
    FeatureSet features = detector.config().features();
    Frame frame = ReadRows.withRowsBefore(detector, instances, range);
    Map<Series, double[]> all = new LinkedHashMap<>();
    for (int i = 0; i < frame.instances().size(); i++) {
      float[] raw = features.engineer(frame.cells(i));
      int rows = raw.length / features.size();
      for (int input : inputs) {
        all.put(
            new Series(
                frame.instances().get(i).asMap(), features.name(input), features.unit(input)),
            IntStream.range(rows - range.points(), rows)
                .mapToDouble(row -> raw[row * features.size() + input])
                .toArray());
      }
    }
    return all;
  }
}
