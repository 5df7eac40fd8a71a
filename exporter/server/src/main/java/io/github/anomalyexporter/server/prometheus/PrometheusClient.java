package io.github.anomalyexporter.server.prometheus;

import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.Series;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.server.config.HttpClientConfig;
import io.github.anomalyexporter.server.config.PrometheusConfig;
import io.github.anomalyexporter.server.config.UsageException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A client of the Prometheus HTTP API. Every method blocks until the answer is complete, has failed
 * or the timeout is over, and throws
 *
 * <ul>
 *   <li>{@link PrometheusException} if there is no valid answer, after retries and failover;
 *   <li>{@link InterruptedException} soon after the thread was interrupted;
 *   <li>{@link IllegalStateException} if the client is closed, before or meanwhile.
 * </ul>
 *
 * <p>A sink is given each series once, also where an answer broke off and was asked for again. It
 * is called on a thread of the client, by one at a time, and not after the method has ended; what
 * it throws ends the call and is thrown on.
 *
 * <p>Thread-safe; all callers share the limit of concurrent requests.
 */
public final class PrometheusClient implements AutoCloseable {
  /**
   * How much larger a response may be than was asked for: there can be more series than expected.
   */
  private static final int BUDGET_MARGIN = 2;

  /** Labels of one answer take at most this part of the heap: several answers come at once. */
  private static final int LABELS_SHARE = 16;

  private final PrometheusConfig config;
  private final QueryData.Budget budget;
  private final Duration evaluationTimeout;
  private final RotatingHttpClient http;
  private final Transport transport;
  private final CallThreads threads = new CallThreads();

  /**
   * @param random of the jitter between retries
   * @param sleeper waits between retries
   * @throws UsageException if a TLS file cannot be used
   */
  public PrometheusClient(
      PrometheusConfig config, QueryObserver observer, Random random, Sleeper sleeper) {
    this(config, observer, random, sleeper, new Endpoints(config.http()));
  }

  PrometheusClient(
      PrometheusConfig config,
      QueryObserver observer,
      Random random,
      Sleeper sleeper,
      Endpoints endpoints) {
    this.config = config;
    this.budget =
        new QueryData.Budget(
            (long) BUDGET_MARGIN * config.sampleBudget(),
            Runtime.getRuntime().maxMemory() / LABELS_SHARE);
    this.evaluationTimeout = evaluationTimeout(config.http());
    this.http = new RotatingHttpClient(config.http(), config.maxConcurrentQueries());
    this.transport =
        new Transport(
            http,
            ResponseData.json(budget.samples()),
            endpoints,
            new Transport.Retries(config.http().retries(), new Backoff(random), sleeper),
            config.maxConcurrentQueries(),
            observer);
  }

  /**
   * What Prometheus has of the time for a range to evaluate it; the other half is for sending the
   * answer. Only where Prometheus itself gives up is it known to be alive, and that it may well
   * answer less. With a second server, the first one has half of all that.
   */
  private static Duration evaluationTimeout(HttpClientConfig http) {
    return http.timeout().dividedBy(http.failoverUrl() == null ? 2 : 4);
  }

  /**
   * An expression at one time.
   *
   * @param promql yields a vector, or a scalar, which becomes a series without labels
   * @param sink gets series of one sample
   */
  public void query(String promql, Instant time, Consumer<Series> sink)
      throws InterruptedException {
    threads.run(() -> instant(promql, time, sink, deadline()));
  }

  /**
   * Several expressions at one time, concurrently within the limit and all within one timeout. One
   * that fails does not stop the others.
   *
   * @return what became of each, in the order of the queries
   */
  public List<QueryOutcome> queryAll(List<InstantQuery> queries, Instant time)
      throws InterruptedException {
    Deadline deadline = deadline();
    List<Callable<QueryOutcome>> calls = new ArrayList<>();
    for (InstantQuery query : queries) {
      calls.add(
          () -> {
            try {
              instant(query.promql(), time, query.sink(), deadline);
              return new QueryOutcome(query.promql(), null);
            } catch (PrometheusException e) {
              return new QueryOutcome(query.promql(), e);
            }
          });
    }
    List<QueryOutcome> outcomes = new ArrayList<>();
    for (Future<QueryOutcome> ended : threads.run(calls, config.maxConcurrentQueries())) {
      outcomes.add(CallThreads.result(ended));
    }
    return outcomes;
  }

  /**
   * An expression at each point of a range. The range is split in time, so that each part stays
   * under Prometheus' limit of 11,000 points and under the sample budget; the parts are asked for
   * one by one, each with the whole timeout. What Prometheus reads for a part, and how long that
   * takes it, only Prometheus knows: where it gives a part up for too many samples or too much
   * time, the rest is asked for in parts of half that length.
   *
   * @param expectedSeries an estimate that sizes the parts; a response of more than twice the
   *     budget fails as too large
   * @param sink gets each series of each part, oldest part first; a series without samples in a
   *     part is absent from it. Timestamps lie on the grid of the range; gaps are left out.
   */
  public void queryRange(String promql, TimeRange range, int expectedSeries, Consumer<Series> sink)
      throws InterruptedException {
    RangeParts parts = new RangeParts(range, expectedSeries, config.sampleBudget());
    threads.run(
        () -> {
          while (!parts.isOver()) {
            try {
              range(promql, parts.next(), parts.isLast(), sink);
              parts.answered();
            } catch (PrometheusException e) {
              if (!e.isTooMuchAtOnce() || !parts.halve()) {
                throw e;
              }
            }
          }
          return null;
        });
  }

  private void range(String promql, TimeRange part, boolean last, Consumer<Series> sink)
      throws InterruptedException {
    Consumer<Series> once = once(sink);
    Supplier<QueryData> data = () -> QueryData.range(part, budget, once);
    transport.call(ApiRequest.queryRange(promql, part, evaluationTimeout, !last), data, deadline());
  }

  /** What answers: cheap, and a check of URL and credentials. */
  public BuildInfo buildInfo() throws InterruptedException {
    return threads.run(
        () -> transport.call(ApiRequest.buildInfo(), BuildInfoData::new, deadline()));
  }

  /** Cancels the calls under way and closes the connections. */
  @Override
  public void close() {
    threads.close();
    http.close();
  }

  private Deadline deadline() {
    return Deadline.after(config.http().timeout());
  }

  private Long instant(String promql, Instant time, Consumer<Series> sink, Deadline deadline)
      throws InterruptedException {
    Consumer<Series> once = once(sink);
    Supplier<QueryData> data = () -> QueryData.instant(budget, once);
    return transport.call(ApiRequest.query(promql, time), data, deadline);
  }

  /** Leaves out what an earlier attempt, which broke off, has already brought. */
  private static Consumer<Series> once(Consumer<Series> sink) {
    Set<Labels> delivered = new HashSet<>();
    return series -> {
      if (delivered.add(series.labels())) {
        sink.accept(series);
      }
    };
  }
}
