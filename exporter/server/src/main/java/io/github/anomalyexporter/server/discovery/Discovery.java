package io.github.anomalyexporter.server.discovery;

import io.github.anomalyexporter.core.frame.AmbiguousSeriesException;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.time.PrometheusDuration;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.prometheus.PrometheusClient;
import io.github.anomalyexporter.server.yaml.LabelName;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Queries Prometheus for the instances of a detector. Safe for use by several threads. */
public final class Discovery {
  /** Measures the length of a minimum history with a resolution of 1/24. */
  private static final int POINTS_IN_MINIMUM_HISTORY = 24;

  private static final Duration COARSEST_RESOLUTION = Duration.ofHours(1);

  /**
   * Scrapes are counted over the first of these ranges that contains enough scrapes: usual
   * intervals are measured within minutes, and an interval of an hour has some scrapes in the last
   * range.
   */
  private static final List<Duration> SCRAPES_COUNTED_OVER =
      List.of(Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofHours(6));

  private static final int ENOUGH_SCRAPES = 3;

  /** Number of ambiguous instances whose series are compared. */
  private static final int EXAMPLES = 5;

  private final PrometheusClient client;
  private final DetectorConfig config;

  public Discovery(PrometheusClient client, DetectorConfig config) {
    this.client = client;
    this.config = config;
  }

  /**
   * Returns the instances that had samples within the rate window before a time, sorted.
   *
   * @throws io.github.anomalyexporter.server.http.RequestException if the query fails
   * @throws AmbiguousSeriesException if a series has none of the identity labels: it is not an
   *     instance, and all actual instances would be considered vanished
   */
  public List<Labels> instances(DetectorQueries queries, Instant time) throws InterruptedException {
    TreeSet<Labels> instances = new TreeSet<>();
    client.query(queries.instances(), time, series -> instances.add(instance(series.labels())));
    return List.copyOf(instances);
  }

  private Labels instance(Labels series) {
    Labels instance = series.keep(config.source().identityLabels());
    if (instance.asMap().isEmpty()) {
      throw AmbiguousSeriesException.withoutIdentity(config.source().identityLabels());
    }
    return instance;
  }

  /** Returns the instances with several series at a time, not counting replicas; sorted. */
  public Set<Labels> shared(DetectorQueries queries, Instant time) throws InterruptedException {
    Set<Labels> shared = new TreeSet<>();
    client.query(
        shared(queries),
        time,
        series -> shared.add(series.labels().keep(config.source().identityLabels())));
    return shared;
  }

  /** Determines the labels that distinguish the series of these instances, from a few examples. */
  public AmbiguousInstances ambiguous(DetectorQueries queries, Set<Labels> shared, Instant time)
      throws InterruptedException {
    if (shared.isEmpty()) {
      return AmbiguousInstances.NONE;
    }
    List<Labels> series = new ArrayList<>();
    client.query(
        "%s and on (%s) topk(%s, %s)"
            .formatted(queries.series(), identity(), EXAMPLES, shared(queries)),
        time,
        each -> series.add(each.labels()));
    return AmbiguousInstances.of(shared, series, config.source().identityLabels());
  }

  private String shared(DetectorQueries queries) {
    List<String> ignored = new ArrayList<>(queries.replicaLabels());
    ignored.addAll(AmbiguousInstances.DESCRIPTION);
    return "count by (%s) (group without (%s) (%s)) > 1"
        .formatted(identity(), LabelName.promql(ignored), queries.series());
  }

  private String identity() {
    return LabelName.promql(config.source().identityLabels());
  }

  /**
   * Returns the length of history of each instance without gaps, at most the configured length.
   * Counted by Prometheus, so that the response has one number per instance.
   */
  public Map<Labels, Duration> histories(DetectorQueries queries, Instant time)
      throws InterruptedException {
    return histories(queries, time, config.history().length());
  }

  /** Returns the same with another maximum length. */
  public Map<Labels, Duration> histories(DetectorQueries queries, Instant time, Duration length)
      throws InterruptedException {
    Duration resolution = resolution();
    Map<Labels, Duration> histories = new TreeMap<>();
    client.query(
        "count_over_time((%s)[%s:%s])"
            .formatted(
                queries.instances(),
                PrometheusDuration.format(length),
                PrometheusDuration.format(resolution)),
        time,
        series ->
            histories.put(
                series.labels().keep(config.source().identityLabels()),
                resolution.multipliedBy((long) series.value(0))));
    return histories;
  }

  /**
   * Returns the time of the first sample of any instance in a range before a time, with a
   * resolution of a quarter of an hour at the default minimum history.
   *
   * @return empty if there is no sample in the range
   */
  public Optional<Instant> first(DetectorQueries queries, Instant time, Duration length)
      throws InterruptedException {
    List<Double> seconds = new ArrayList<>();
    client.query(
        "min_over_time((time() * group(%s))[%s:%s])"
            .formatted(
                queries.instances(),
                PrometheusDuration.format(length),
                PrometheusDuration.format(resolution())),
        time,
        series -> seconds.add(series.value(0)));
    return seconds.stream().findFirst().map(it -> Instant.ofEpochSecond(it.longValue()));
  }

  private Duration resolution() {
    Duration fine = config.history().minHistory().dividedBy(POINTS_IN_MINIMUM_HISTORY);
    Duration step = config.timing().step();
    Duration bounded = fine.compareTo(COARSEST_RESOLUTION) > 0 ? COARSEST_RESOLUTION : fine;
    return bounded.compareTo(step) < 0 ? step : bounded.truncatedTo(ChronoUnit.SECONDS);
  }

  /**
   * Returns the configured scrape interval, else the measured one: the median over instances that
   * have been scraped for the whole counted range.
   */
  public ScrapeInterval scrapeInterval(Instant time) throws InterruptedException {
    Optional<Duration> configured = config.source().scrapeInterval();
    Optional<Duration> value = configured.isPresent() ? configured : measuredInterval(time);
    return new ScrapeInterval(value, value.isPresent() || !isUnscraped(time));
  }

  private Optional<Duration> measuredInterval(Instant time) throws InterruptedException {
    Optional<Duration> interval = Optional.empty();
    for (Duration window : SCRAPES_COUNTED_OVER) {
      double scrapes = scrapes(window, time);
      if (scrapes >= 1) {
        interval = Optional.of(ScrapeIntervals.nearest(window.toSeconds() / scrapes));
      }
      if (scrapes >= ENOUGH_SCRAPES) {
        break;
      }
    }
    return interval;
  }

  /** Returns NaN if no instance has been scraped for this long. */
  private double scrapes(Duration window, Instant time) throws InterruptedException {
    String scraped = "%s[%s]".formatted(up(), PrometheusDuration.format(window));
    String query =
        "quantile(0.5, count_over_time(%s) and last_over_time(%s offset %s) and %s)"
            .formatted(scraped, scraped, PrometheusDuration.format(window), onInstances(window));
    List<Double> counts = new ArrayList<>();
    client.query(query, time, series -> counts.add(series.value(0)));
    return counts.isEmpty() ? Double.NaN : counts.get(0);
  }

  /**
   * Returns whether instances exist but none has an {@code up} series for counting scrapes: their
   * samples are pushed, or have other labels.
   */
  private boolean isUnscraped(Instant time) throws InterruptedException {
    Duration window = SCRAPES_COUNTED_OVER.get(SCRAPES_COUNTED_OVER.size() - 1);
    if (instances(DetectorQueries.of(config, window), time).isEmpty()) {
      return false;
    }
    List<Double> scraped = new ArrayList<>();
    client.query(
        "group(last_over_time(%s[%s]) and %s)"
            .formatted(up(), PrometheusDuration.format(window), onInstances(window)),
        time,
        series -> scraped.add(series.value(0)));
    return scraped.isEmpty();
  }

  private String up() {
    return "up{" + config.source().selector() + "}";
  }

  /**
   * Matches on the instances found within the window in which scrapes are counted; the default
   * lookback of Prometheus is only five minutes.
   */
  private String onInstances(Duration window) {
    return "on (%s) (%s)".formatted(identity(), DetectorQueries.of(config, window).instances());
  }
}
