package io.github.anomalyexporter.server.discovery;

import io.github.anomalyexporter.core.time.PrometheusDuration;
import io.github.anomalyexporter.server.config.DetectorConfig;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Current queries of a detector. Their rate window depends on the scrape interval: the configured
 * interval, or else the interval measured before the last training, because a model is valid only
 * for the rate window it was trained with. Safe for use by several threads.
 */
public final class CurrentQueries {
  private static final Logger LOGGER = LoggerFactory.getLogger(CurrentQueries.class);

  /** Used until a model or a measurement exists; no score depends on it. */
  private static final Duration ASSUMED_SCRAPE_INTERVAL = Duration.ofSeconds(15);

  private final DetectorConfig config;
  private volatile DetectorQueries queries;
  private volatile boolean unmeasurableLogged;

  public CurrentQueries(DetectorConfig config) {
    this.config = config;
    this.queries =
        DetectorQueries.of(
            config,
            configuredRateWindow(config)
                .orElseGet(() -> DetectorQueries.rateWindow(ASSUMED_SCRAPE_INTERVAL)));
  }

  /** Returns the configured rate window; empty if the scrape interval is to be measured. */
  public static Optional<Duration> configuredRateWindow(DetectorConfig config) {
    return config.source().scrapeInterval().map(DetectorQueries::rateWindow);
  }

  public DetectorQueries get() {
    return queries;
  }

  /** Switches to the rate window that a model was trained with. */
  public void adopt(Duration rateWindow) {
    if (!rateWindow.equals(queries.rateWindow())) {
      queries = DetectorQueries.of(config, rateWindow);
    }
  }

  /**
   * Returns the queries for training a new model; call {@link #adopt} when it becomes active. An
   * unknown interval leaves the rate window as it is.
   */
  public DetectorQueries forTraining(ScrapeInterval interval) {
    if (!interval.measurable() && !unmeasurableLogged) {
      unmeasurableLogged = true;
      LOGGER.warn(
          "detector {}: the scrape interval cannot be measured because Prometheus has no up{{}} of its instances, using a rate window of {}; set scrape_interval to the interval at which samples arrive",
          config.name(),
          config.source().selector(),
          PrometheusDuration.format(queries.rateWindow()));
    }
    return at(interval);
  }

  /** Returns the queries for a scrape interval; the current queries for an unknown interval. */
  public DetectorQueries at(ScrapeInterval interval) {
    return interval
        .value()
        .map(DetectorQueries::rateWindow)
        .map(rateWindow -> DetectorQueries.of(config, rateWindow))
        .orElse(queries);
  }
}
