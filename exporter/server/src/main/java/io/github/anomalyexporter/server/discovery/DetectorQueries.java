package io.github.anomalyexporter.server.discovery;

import io.github.anomalyexporter.core.feature.Feature;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.config.Expression;
import java.time.Duration;
import java.util.List;

/**
 * The PromQL of a detector, its placeholders filled in.
 *
 * @param rateWindow that the expressions were made for
 * @param instances one series for each instance there is
 * @param features one expression for each queried feature, in their order
 */
public record DetectorQueries(Duration rateWindow, String instances, List<String> features) {
  /** A rate over fewer scrapes than this has holes whenever one is late. */
  private static final int SCRAPES_IN_RATE_WINDOW = 4;

  public static DetectorQueries of(DetectorConfig config, Duration rateWindow) {
    return new DetectorQueries(
        rateWindow,
        render(config.source().discovery(), config, rateWindow),
        config.features().features().stream()
            .map(Feature::expression)
            .map(expression -> render(expression, config, rateWindow))
            .toList());
  }

  /** The rate window that goes with a scrape interval. */
  public static Duration rateWindow(Duration scrapeInterval) {
    return scrapeInterval.multipliedBy(SCRAPES_IN_RATE_WINDOW);
  }

  private static String render(String template, DetectorConfig config, Duration rateWindow) {
    return Expression.render(
        template, config.source().selector(), config.source().identityLabels(), rateWindow);
  }
}
