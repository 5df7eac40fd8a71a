package io.github.anomalyexporter.server.web.api;

import io.github.anomalyexporter.core.detector.Scores;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.server.run.ServedModel.ScoredRows;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The past values of the features of an instance, and what its model makes of them. Arrays have an
 * entry for each time; an unknown number is NaN.
 *
 * @param model version of the model; null without one
 * @param scores error over the calibrated threshold
 * @param thresholds as calibrated, without a raise
 * @param features those with the largest contributions first
 */
record FeatureHistoryDocument(
    String detector,
    Map<String, String> labels,
    @Nullable String model,
    Duration step,
    List<Instant> times,
    List<Double> scores,
    List<Double> thresholds,
    List<FeatureSeries> features) {

  /**
   * A feature.
   *
   * @param query the expression of the detector for this instance alone; null for an engineered
   *     feature, and if the detector does not query Prometheus
   * @param lower lower end of the usual range
   * @param contribution share of the error
   */
  record FeatureSeries(
      String name,
      String unit,
      @Nullable String query,
      List<Double> actual,
      List<Double> expected,
      List<Double> lower,
      List<Double> upper,
      List<Double> contribution) {}

  /**
   * Returns the document of scored rows.
   *
   * @param scored has a row for each point
   * @param names of the features; empty for all
   * @param queries of the queried features for this instance; empty without a Prometheus
   */
  static FeatureHistoryDocument of(
      String detector,
      Labels instance,
      TimeRange range,
      ScoredRows scored,
      List<String> names,
      List<String> queries) {
    Scores scores = scored.scores();
    FeatureSet features = scores.features();
    return new FeatureHistoryDocument(
        detector,
        instance.asMap(),
        scored.model(),
        range.step(),
        times(range),
        numbers(range, scores::score),
        numbers(range, scores::threshold),
        selected(features, names)
            .boxed()
            .sorted(Comparator.comparingDouble(input -> -contribution(scores, input)))
            .map(input -> series(scores, range, input, query(queries, input)))
            .toList());
  }

  /**
   * Returns the document of rows that no model scores.
   *
   * @param raw {@code [points, inputs]} flat, engineered
   */
  static FeatureHistoryDocument withoutModel(
      String detector,
      Labels instance,
      TimeRange range,
      FeatureSet features,
      float[] raw,
      Collection<String> names,
      List<String> queries) {
    List<Double> unknown = numbers(range, point -> Double.NaN);
    return new FeatureHistoryDocument(
        detector,
        instance.asMap(),
        null,
        range.step(),
        times(range),
        unknown,
        unknown,
        selected(features, names)
            .mapToObj(
                input ->
                    new FeatureSeries(
                        features.name(input),
                        features.unit(input),
                        query(queries, input),
                        numbers(range, point -> exact(raw[point * features.size() + input])),
                        unknown,
                        unknown,
                        unknown,
                        unknown))
            .toList());
  }

  private static IntStream selected(FeatureSet features, Collection<String> names) {
    return IntStream.range(0, features.size())
        .filter(input -> names.isEmpty() || names.contains(features.name(input)));
  }

  /** Returns the part of the scores of all rows that a feature causes. */
  private static double contribution(Scores scores, int input) {
    return IntStream.range(0, scores.rows())
        .mapToDouble(row -> scores.share(row, input) * scores.score(row))
        .filter(part -> !Double.isNaN(part))
        .sum();
  }

  private static @Nullable String query(List<String> queries, int input) {
    return input < queries.size() ? queries.get(input) : null;
  }

  private static FeatureSeries series(
      Scores scores, TimeRange range, int input, @Nullable String query) {
    return new FeatureSeries(
        scores.features().name(input),
        scores.features().unit(input),
        query,
        numbers(range, row -> exact(scores.actual(row, input))),
        numbers(range, row -> exact(scores.expected(row, input))),
        numbers(range, row -> exact(scores.lower(row, input))),
        numbers(range, row -> exact(scores.upper(row, input))),
        numbers(range, row -> exact(scores.share(row, input))));
  }

  private static List<Instant> times(TimeRange range) {
    return IntStream.range(0, range.points()).mapToObj(range::at).toList();
  }

  private static List<Double> numbers(TimeRange range, IntToDoubleFunction number) {
    return IntStream.range(0, range.points()).mapToDouble(number).boxed().toList();
  }

  /** Returns the double with the decimal representation of the float. */
  private static double exact(float value) {
    return Float.isFinite(value) ? Double.parseDouble(Float.toString(value)) : value;
  }
}
