package io.github.anomalyexporter.server.discovery;

import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.config.PrometheusDuration;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queries a detector uses now. Their rate window follows the scrape interval: the configured
 * one, or else what was measured before the last training, since a model knows only the window it
 * was trained with. Safe for use by several threads.
 */
public final class CurrentQueries {
  private static final Logger LOGGER = LoggerFactory.getLogger(CurrentQueries.class);

  /** Holds until a model or a measurement says otherwise; no score hangs on it before that. */
  private static final Duration ASSUMED_SCRAPE_INTERVAL = Duration.ofSeconds(15);

  private final DetectorConfig config;
  private volatile DetectorQueries queries;
  private volatile boolean saidUnscraped;

  public CurrentQueries(DetectorConfig config) {
    this.config = config;
    this.queries =
        DetectorQueries.of(
            config,
            configuredRateWindow(config)
                .orElseGet(() -> DetectorQueries.rateWindow(ASSUMED_SCRAPE_INTERVAL)));
  }

  /** Empty where the scrape interval is to be measured. */
  public static Optional<Duration> configuredRateWindow(DetectorConfig config) {
    return config.source().scrapeInterval().map(DetectorQueries::rateWindow);
  }

  public DetectorQueries get() {
    return queries;
  }

  /** Goes over to the rate window that a model was trained with. */
  public void adopt(Duration rateWindow) {
    if (!rateWindow.equals(queries.rateWindow())) {
      queries = DetectorQueries.of(config, rateWindow);
    }
  }

  /** The queries a new model is to be trained with; {@link #adopt} them when it serves. */
  public DetectorQueries forTraining(Discovery discovery, Instant time)
      throws InterruptedException {
    if (config.source().scrapeInterval().isPresent()) {
      return queries;
    }
    Optional<Duration> measured = discovery.scrapeInterval(time);
    if (measured.isEmpty() && !saidUnscraped && discovery.isUnscraped(time)) {
      saidUnscraped = true;
      LOGGER.warn(
          "detector {}: the scrape interval cannot be measured, since Prometheus has no up{{}} of"
              + " its instances; rates are taken over {}: set scrape_interval to the interval at"
              + " which samples arrive",
          config.name(),
          config.source().selector(),
          PrometheusDuration.format(queries.rateWindow()));
    }
    return measured
        .map(DetectorQueries::rateWindow)
        .map(rateWindow -> DetectorQueries.of(config, rateWindow))
        .orElse(queries);
  }
}
