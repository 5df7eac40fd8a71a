package io.github.anomalyexporter.server.backtest;

import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.core.time.PrometheusDuration;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.discovery.DetectorQueries;
import io.github.anomalyexporter.server.discovery.Discovery;
import io.github.anomalyexporter.server.failure.UsageException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Range of scored rows, with defaults. */
final class BacktestRange {
  /** Covers workdays or a weekend and takes a few minutes; use --start=7d for a whole week. */
  static final Duration LONGEST_DEFAULT = Duration.ofDays(3);

  private final DetectorConfig config;
  private final Instant now;

  BacktestRange(DetectorConfig config, Instant now) {
    this.config = config;
    this.now = now;
  }

  /**
   * Returns the last row; by default the query offset before now, as for a scoring run.
   *
   * @param wanted null for the default
   */
  Instant end(@Nullable Instant wanted) {
    if (wanted != null && wanted.isAfter(now)) {
      throw new UsageException(
          "--end: expected a time in the past, found " + wanted + "; current time " + now);
    }
    Instant latest = now.minus(config.timing().queryOffset());
    return floor(wanted == null || wanted.isAfter(latest) ? latest : wanted);
  }

  /**
   * Returns the rows from a start to an end. By default the newest rows that leave the configured
   * history before them, but at least a third of the available history.
   *
   * @param wanted null for the default
   */
  TimeRange rows(
      @Nullable Instant wanted, Instant end, Discovery discovery, DetectorQueries queries)
      throws InterruptedException {
    Instant start = floor(wanted == null ? defaultStart(end, discovery, queries) : wanted);
    if (!start.isBefore(end)) {
      throw new UsageException(
          "--start: expected a time before the end %s, found %s".formatted(end, start));
    }
    Duration step = config.timing().step();
    return new TimeRange(start.plus(step), end, step);
  }

  private Instant defaultStart(Instant end, Discovery discovery, DetectorQueries queries)
      throws InterruptedException {
    Duration history = config.history().length();
    Duration most = history.plus(LONGEST_DEFAULT);
    Instant first =
        discovery
            .first(queries, end, most)
            .orElseThrow(
                () ->
                    new UsageException(
                        "Prometheus has no instance in the %s before %s; check the selector with the query: %s"
                            .formatted(PrometheusDuration.format(most), end, queries.instances())));
    Duration available = Duration.between(first, end);
    Duration afterHistory = available.minus(history);
    Duration third = available.dividedBy(3);
    Duration length = afterHistory.compareTo(third) > 0 ? afterHistory : third;
    if (length.compareTo(LONGEST_DEFAULT) > 0) {
      return end.minus(LONGEST_DEFAULT);
    }
    return end.minus(length.toHours() > 0 ? length.truncatedTo(ChronoUnit.HOURS) : length);
  }

  private Instant floor(Instant time) {
    long step = config.timing().step().toMillis();
    return Instant.ofEpochMilli(Math.floorDiv(time.toEpochMilli(), step) * step);
  }
}
