package io.github.anomalyexporter.server.discovery;

import io.github.anomalyexporter.core.frame.AmbiguousSeriesException;
import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.server.config.DetectorConfig;
import io.github.anomalyexporter.server.config.LabelName;
import io.github.anomalyexporter.server.config.PrometheusDuration;
import io.github.anomalyexporter.server.prometheus.PrometheusClient;
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

/** Asks Prometheus which instances a detector has. Safe for use by several threads. */
public final class Discovery {
  /** Fine enough to tell a minimum history's length by a twenty-fourth. */
  private static final int POINTS_IN_MINIMUM_HISTORY = 24;

  private static final Duration COARSEST_RESOLUTION = Duration.ofHours(1);

  /**
   * Scrapes are counted over the first of these in which there are enough of them: the usual
   * intervals are known within minutes, and one of an hour has some in the last.
   */
  private static final List<Duration> SCRAPES_COUNTED_OVER =
      List.of(Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofHours(6));

  private static final int ENOUGH_SCRAPES = 3;

  /** Of instances that several series stand for: enough to see what tells these apart. */
  private static final int EXAMPLES = 5;

  private final PrometheusClient client;
  private final DetectorConfig config;

  public Discovery(PrometheusClient client, DetectorConfig config) {
    this.client = client;
    this.config = config;
  }

  /**
   * The instances that had samples within the rate window before a time, sorted.
   *
   * @throws io.github.anomalyexporter.server.prometheus.PrometheusException where Prometheus cannot
   *     say
   * @throws AmbiguousSeriesException where a series has no identity label at all: it is no
   *     instance, and an expression that gives it would make all others vanish
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

  /** The instances that several series stand for at a time, replicas not counted; sorted. */
  public Set<Labels> shared(DetectorQueries queries, Instant time) throws InterruptedException {
    Set<Labels> shared = new TreeSet<>();
    client.query(
        shared(queries),
        time,
        series -> shared.add(series.labels().keep(config.source().identityLabels())));
    return shared;
  }

  /** What tells the series of these instances apart, by a few of them. */
  public AmbiguousInstances ambiguous(DetectorQueries queries, Set<Labels> shared, Instant time)
      throws InterruptedException {
    if (shared.isEmpty()) {
      return AmbiguousInstances.NONE;
    }
    List<Labels> series = new ArrayList<>();
    client.query(
        "%s and on (%s) topk(%d, %s)"
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
   * How much history each instance has, its gaps left out, of at most the configured length.
   * Counted by Prometheus itself, so that the answer is one number for each instance.
   */
  public Map<Labels, Duration> histories(DetectorQueries queries, Instant time)
      throws InterruptedException {
    return histories(queries, time, config.history().length());
  }

  /** The same of at most this length. */
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
   * When the first instance was there, within a length of time before another; to a quarter of an
   * hour at the default minimum of history.
   *
   * @return empty where there is none in that time
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
    Duration fine = config.history().minimum().dividedBy(POINTS_IN_MINIMUM_HISTORY);
    Duration step = config.timing().step();
    Duration bounded = fine.compareTo(COARSEST_RESOLUTION) > 0 ? COARSEST_RESOLUTION : fine;
    return bounded.compareTo(step) < 0 ? step : bounded.truncatedTo(ChronoUnit.SECONDS);
  }

  /**
   * How often the instances are scraped: the median over those that have been for as long as their
   * scrapes are counted.
   *
   * @return empty where there is none such yet
   */
  public Optional<Duration> scrapeInterval(Instant time) throws InterruptedException {
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

  /** NaN where no instance has been scraped for that long. */
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
   * Whether instances are there, but no {@code up} of any of them, by which scrapes are counted:
   * they are pushed, or have other labels.
   */
  public boolean isUnscraped(Instant time) throws InterruptedException {
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

  /** Looks back as far as scrapes are counted: Prometheus by itself does so for five minutes. */
  private String onInstances(Duration window) {
    return "on (%s) (%s)".formatted(identity(), DetectorQueries.of(config, window).instances());
  }
}
