package io.github.anomalyexporter.server.discovery;

import io.github.anomalyexporter.core.feature.Feature;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.config.DetectorConfig.Source;
import io.github.anomalyexporter.server.config.Expression;
import io.github.anomalyexporter.server.config.LabelName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The PromQL of a detector, its placeholders filled in.
 *
 * @param rateWindow that the expressions were made for
 * @param instances one series for each instance there is
 * @param series one series for each series that an instance is found by: more than one of an
 *     instance are several hosts, or replicas of one
 * @param features one expression for each queried feature, in their order: one series for each
 *     instance, or for each replica of one
 * @param replicaLabels that tell the replicas of an instance apart; may be empty
 */
public record DetectorQueries(
    Duration rateWindow,
    String instances,
    String series,
    List<String> features,
    List<String> replicaLabels) {
  /** A rate over fewer scrapes than this has holes whenever one is late. */
  private static final int SCRAPES_IN_RATE_WINDOW = 4;

  /** What is around the series of an instance in a usual discovery. */
  private static final Pattern AGGREGATION =
      Pattern.compile(
          "\\s*[a-z]+\\s+by\\s*\\(\\s*\\$identity\\s*\\)\\s*(\\(.*\\))\\s*", Pattern.DOTALL);

  public static DetectorQueries of(DetectorConfig config, Duration rateWindow) {
    Source source = config.source();
    List<String> byReplica = new ArrayList<>(source.identityLabels());
    byReplica.addAll(source.replicaLabels());
    String instances = render(source.discovery(), source, source.identityLabels(), rateWindow);
    return new DetectorQueries(
        rateWindow,
        instances,
        series(source, instances, rateWindow),
        config.features().features().stream()
            .map(Feature::expression)
            .map(expression -> render(expression, source, byReplica, rateWindow))
            .toList(),
        source.replicaLabels());
  }

  /** The rate window that goes with a scrape interval. */
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

  /** Whether the first parenthesis is closed by the last one; those in strings are in pairs. */
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
