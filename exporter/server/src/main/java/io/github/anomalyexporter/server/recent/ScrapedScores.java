package io.github.anomalyexporter.server.recent;

import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.Series;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.prometheus.PrometheusClient;
import io.github.anomalyexporter.server.yaml.LabelName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The past scores of a detector in the Prometheus that it queries, if that has scraped the
 * exporter. Safe for use by several threads.
 */
public final class ScrapedScores {
  /** Prometheus refuses more points a series. */
  public static final int MOST_POINTS = 11_000;

  private static final List<String> METRICS =
      List.of("anomaly_score", "anomaly_threshold", "anomaly_reconstruction_error");

  /** No identity label begins like this. */
  private static final String METRIC = "__metric__";

  private final PrometheusClient client;
  private final DetectorConfig config;

  public ScrapedScores(PrometheusClient client, DetectorConfig config) {
    this.client = client;
    this.config = config;
  }

  /**
   * Returns the points of a range in which an instance has a score, by identity labels: at each
   * point the largest score, threshold and error of the last step. Blocks up to the timeout of the
   * client.
   *
   * @param instance value of the label {@code instance}
   * @param range at most {@link #MOST_POINTS} points
   * @return empty if Prometheus has no such series
   * @throws io.github.anomalyexporter.server.http.RequestException if Prometheus does not answer
   * @throws IllegalStateException if the client is closed
   */
  public Map<Labels, List<ScorePoint>> read(String instance, TimeRange range)
      throws InterruptedException {
    Map<Labels, double[][]> values = new HashMap<>();
    client.queryRange(
        query(instance, range),
        range,
        METRICS.size(),
        series -> {
          int metric = METRICS.indexOf(series.labels().get(METRIC));
          if (metric >= 0) {
            Labels key = series.labels().keep(config.source().identityLabels());
            put(series, range, values.computeIfAbsent(key, it -> unknown(range))[metric]);
          }
        });
    Map<Labels, List<ScorePoint>> points = new HashMap<>();
    values.forEach((key, found) -> points.put(key, points(range, found)));
    points.values().removeIf(List::isEmpty);
    return points;
  }

  /**
   * Returns one query for the three metrics. Without {@code honor_labels} the label instance is
   * that of the exporter; such series have another label exported_instance.
   */
  private String query(String instance, TimeRange range) {
    return METRICS.stream()
        .map(
            metric ->
                "label_replace(max by (%s) (max_over_time(%s{detector=\"%s\",instance=\"%s\",exported_instance=\"\"}[%sms])), \"%s\", \"%s\", \"\", \"\")"
                    .formatted(
                        LabelName.promql(config.source().identityLabels()),
                        metric,
                        config.name(),
                        escaped(instance),
                        range.step().toMillis(),
                        METRIC,
                        metric))
        .collect(Collectors.joining(" or "));
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
  }

  private static double[][] unknown(TimeRange range) {
    double[][] values = new double[METRICS.size()][range.points()];
    Arrays.stream(values).forEach(each -> Arrays.fill(each, Double.NaN));
    return values;
  }

  private static void put(Series series, TimeRange range, double[] values) {
    for (int i = 0; i < series.size(); i++) {
      int point = range.pointAt(series.timestamp(i));
      if (point >= 0) {
        values[point] = series.value(i);
      }
    }
  }

  private static List<ScorePoint> points(TimeRange range, double[][] values) {
    List<ScorePoint> points = new ArrayList<>();
    for (int i = 0; i < range.points(); i++) {
      if (!Double.isNaN(values[0][i])) {
        points.add(new ScorePoint(range.at(i), values[0][i], values[1][i], values[2][i]));
      }
    }
    return points;
  }
}
