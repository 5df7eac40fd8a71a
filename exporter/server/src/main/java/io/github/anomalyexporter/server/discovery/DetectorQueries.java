package io.github.anomalyexporter.server.discovery;

import io.github.anomalyexporter.core.feature.Feature;
import io.github.anomalyexporter.core.feature.FeatureSet;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.config.DetectorConfig.Source;
import io.github.anomalyexporter.server.config.Expression;
import io.github.anomalyexporter.server.yaml.LabelName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PromQL expressions of a detector with placeholders replaced.
 *
 * @param rateWindow rate window of the expressions
 * @param instances returns one series per instance
 * @param series returns the series by which instances are found: more than one series of an
 *     instance means several hosts, or replicas of a host
 * @param features one expression per queried feature, in order; each returns one series per
 *     instance, or per replica of an instance
 * @param replicaLabels labels that distinguish the replicas of an instance; may be empty
 */
public record DetectorQueries(
    Duration rateWindow,
    String instances,
    String series,
    List<String> features,
    List<String> replicaLabels) {
  /** With fewer scrapes in the rate window, a late scrape causes a gap. */
  private static final int SCRAPES_IN_RATE_WINDOW = 4;

  /** Aggregation around the series of an instance in a typical discovery expression. */
  private static final Pattern AGGREGATION =
      Pattern.compile(
          "\\s*[a-z]+\\s+by\\s*\\(\\s*\\$identity\\s*\\)\\s*(\\(.*\\))\\s*", Pattern.DOTALL);

  public static DetectorQueries of(DetectorConfig config, Duration rateWindow) {
    Source source = config.source();
    String instances = render(source.discovery(), source, source.identityLabels(), rateWindow);
    return new DetectorQueries(
        rateWindow,
        instances,
        series(source, instances, rateWindow),
        features(config, rateWindow, source.selector()),
        source.replicaLabels());
  }

  /** Returns the expressions of the features with another selector. */
  static List<String> features(DetectorConfig config, Duration rateWindow, String selector) {
    List<String> byReplica = new ArrayList<>(config.source().identityLabels());
    byReplica.addAll(config.source().replicaLabels());
    return config.features().features().stream()
        .map(Feature::expression)
        .map(expression -> Expression.render(expression, selector, byReplica, rateWindow))
        .toList();
  }

  /** Returns these queries with other expressions of the features, in the same order. */
  DetectorQueries withFeatures(List<String> expressions) {
    return new DetectorQueries(rateWindow, instances, series, expressions, replicaLabels);
  }

  /** Returns the number of queries of one scoring run: one per feature, one for the instances. */
  public static int perScoringRun(FeatureSet features) {
    return features.features().size() + 1;
  }

  /** Returns the rate window for a scrape interval. */
  public static Duration rateWindow(Duration scrapeInterval) {
    return scrapeInterval.multipliedBy(SCRAPES_IN_RATE_WINDOW);
  }

  private static String series(Source source, String instances, Duration rateWindow) {
    Matcher aggregation = AGGREGATION.matcher(source.discovery());
    if (aggregation.matches() && isOneGroup(aggregation.group(1))) {
      return render(aggregation.group(1), source, source.identityLabels(), rateWindow);
    }
    return "(up{%s} and on (%s) (%s))"
        .formatted(source.selector(), LabelName.promql(source.identityLabels()), instances);
  }

  /**
   * Returns whether the last parenthesis closes the first; parentheses in strings are assumed to be
   * balanced.
   */
  private static boolean isOneGroup(String text) {
    int depth = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (depth == 0) {
        return i == text.length() - 1;
      }
    }
    return false;
  }

  private static String render(
      String template, Source source, List<String> labels, Duration rateWindow) {
    return Expression.render(template, source.selector(), labels, rateWindow);
  }
}
