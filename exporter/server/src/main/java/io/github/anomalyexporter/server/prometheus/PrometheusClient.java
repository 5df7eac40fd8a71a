package io.github.anomalyexporter.server.prometheus;

import io.github.anomalyexporter.core.series.Labels;
import io.github.anomalyexporter.core.series.Series;
import io.github.anomalyexporter.core.series.TimeRange;
import io.github.anomalyexporter.server.config.HttpClientConfig;
import io.github.anomalyexporter.server.config.PrometheusConfig;
import io.github.anomalyexporter.server.failure.UsageException;
import io.github.anomalyexporter.server.http.ApiRequest;
import io.github.anomalyexporter.server.http.ConcurrentCalls;
import io.github.anomalyexporter.server.http.Deadline;
import io.github.anomalyexporter.server.http.JsonClient;
import io.github.anomalyexporter.server.http.RequestException;
import io.github.anomalyexporter.server.http.RequestObserver;
import io.github.anomalyexporter.server.http.RetryPolicy;
import io.github.anomalyexporter.server.http.RetryPolicy.Sleeper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Client of the Prometheus HTTP API. Every method blocks until the response is complete, the
 * request has failed or the timeout has expired, and throws
 *
 * <ul>
 *   <li>{@link RequestException} if no valid response was received after retries and failover;
 *   <li>{@link InterruptedException} soon after the thread was interrupted;
 *   <li>{@link IllegalStateException} if the client is closed before or during the call; a pause
 *       before a retry ends first.
 * </ul>
 *
 * <p>A sink receives each series once, even if a response broke off and was requested again. It is
 * called on threads of the client, by one thread at a time, and not after the method has ended. An
 * exception of the sink ends the call and is rethrown.
 *
 * <p>Thread-safe; all callers share the limit of concurrent requests.
 */
public final class PrometheusClient implements AutoCloseable {
  /**
   * Ratio by which a response may exceed the sample budget: there can be more series than expected.
   */
  private static final int BUDGET_MARGIN = 2;

  /**
   * Labels of one response take at most this fraction of the heap: several responses are read
   * concurrently.
   */
  private static final int LABELS_SHARE = 16;

  /** Fraction of the heap for labels that are kept between responses. */
  private static final int KNOWN_LABELS_SHARE = 64;

  private final PrometheusConfig config;
  private final QueryData.Budget budget;
  private final Duration evaluationTimeout;
  private final JsonClient http;
  private final AnsweredExpressions answered = new AnsweredExpressions();
  private final WarningLog notices = new WarningLog();
  private final KnownLabels known =
      new KnownLabels(Runtime.getRuntime().maxMemory() / KNOWN_LABELS_SHARE);

  /**
   * @param random source of the jitter between retries
   * @param sleeper waits between retries
   * @throws UsageException if a TLS file cannot be used
   */
  public PrometheusClient(
      PrometheusConfig config, RequestObserver observer, Random random, Sleeper sleeper) {
    this.config = config;
    this.budget =
        new QueryData.Budget(
            (long) BUDGET_MARGIN * config.sampleBudget(),
            Runtime.getRuntime().maxMemory() / LABELS_SHARE);
    this.evaluationTimeout = evaluationTimeout(config.http());
    this.http =
        new JsonClient(
            config.http(),
            config.maxConcurrentQueries(),
            budget.samples(),
            new RetryPolicy(config.http().retries(), random, sleeper),
            observer);
  }

  /**
   * Returns the evaluation timeout of a range query, half of the call's time; the other half is for
   * sending the response. An evaluation timeout of Prometheus itself shows that it is alive and may
   * answer a shorter range. With a failover server, the first server has half of these times.
   */
  private static Duration evaluationTimeout(HttpClientConfig http) {
    return http.timeout().dividedBy(http.failoverUrl() == null ? 2 : 4);
  }

  /**
   * Evaluates an expression at one time.
   *
   * @param promql yields a vector, or a scalar, which becomes a series without labels
   * @param sink receives series of one sample
   */
  public void query(String promql, Instant time, Consumer<Series> sink)
      throws InterruptedException {
    instant(promql, time, sink, deadline());
  }

  /**
   * Evaluates several expressions at one time, concurrently within the limit and all within one
   * timeout. A failed query does not stop the other queries.
   *
   * @return the outcome of each query, in the order of the queries
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
            } catch (RequestException e) {
              return new QueryOutcome(query.promql(), e);
            }
          });
    }
    return ConcurrentCalls.run(calls, config.maxConcurrentQueries());
  }

  /**
   * Evaluates an expression at each point of a range. The range is split in time, so that each part
   * stays within Prometheus' limit of 11,000 points and within the sample budget; the parts are
   * queried sequentially, each with the full timeout. The samples that Prometheus reads for a part
   * and the time it needs are not known in advance: if it aborts a part because of too many samples
   * or a timeout, the rest is queried in parts of half the length.
   *
   * @param expectedSeries estimate for the size of the parts; a response of more than twice the
   *     budget fails as too large
   * @param sink receives each series of each part, oldest part first; a series without samples in a
   *     part is absent from it. Timestamps lie on the grid of the range; gaps are omitted.
   */
  public void queryRange(String promql, TimeRange range, int expectedSeries, Consumer<Series> sink)
      throws InterruptedException {
    RangeParts parts = new RangeParts(range, expectedSeries, config.sampleBudget());
    while (!parts.isOver()) {
      try {
        range(promql, parts.next(), parts.isLast(), sink);
        parts.answered();
      } catch (RequestException e) {
        if (!Refusal.isTooMuch(e) || !parts.halve()) {
          throw e;
        }
      }
    }
  }

  private void range(String promql, TimeRange part, boolean last, Consumer<Series> sink)
      throws InterruptedException {
    Consumer<Series> once = once(sink);
    Supplier<QueryData> data = () -> QueryData.range(part, budget, known, once);
    ApiRequest request = QueryRequests.queryRange(promql, part, evaluationTimeout);
    evaluate(promql, request, !last, data, deadline());
  }

  /**
   * Evaluates an expression at one time and returns the number of samples that Prometheus read for
   * it; empty if the source does not report it.
   */
  public OptionalLong readSamples(String promql, Instant time) throws InterruptedException {
    return http.call(
        QueryRequests.queryWithStatistics(promql, time),
        () -> new EnvelopeReader<>(new ReadSamplesData(), false, false, notices),
        deadline());
  }

  /** Returns build information; a cheap check of URL and credentials. */
  public BuildInfo buildInfo() throws InterruptedException {
    return http.call(
        QueryRequests.buildInfo(),
        () -> new EnvelopeReader<>(new BuildInfoData(), false, false, notices),
        deadline());
  }

  /** Cancels running calls and closes the connections. */
  @Override
  public void close() {
    http.close();
  }

  private Deadline deadline() {
    return Deadline.after(config.http().timeout());
  }

  private void instant(String promql, Instant time, Consumer<Series> sink, Deadline deadline)
      throws InterruptedException {
    Consumer<Series> once = once(sink);
    Supplier<QueryData> data = () -> QueryData.instant(budget, known, once);
    evaluate(promql, QueryRequests.query(promql, time), false, data, deadline);
  }

  /**
   * @param beforeData whether the request may cover a time before the first stored sample
   * @param data a new decoder for each attempt
   */
  private void evaluate(
      String promql,
      ApiRequest request,
      boolean beforeData,
      Supplier<QueryData> data,
      Deadline deadline)
      throws InterruptedException {
    try {
      http.call(
          request,
          () -> new EnvelopeReader<>(data.get(), beforeData, answered.contains(promql), notices),
          deadline);
      answered.answered(promql);
    } catch (RequestException e) {
      // The other server's failure is suppressed in this failure.
      Stream.concat(Stream.of(e), Stream.of(e.getSuppressed()))
          .filter(failure -> failure instanceof RequestException r && Refusal.isOfExpression(r))
          .forEach(failure -> answered.refused(promql));
      throw e;
    }
  }

  /** Drops series that an earlier attempt delivered before it broke off. */
  private static Consumer<Series> once(Consumer<Series> sink) {
    Set<Labels> delivered = new HashSet<>();
    return series -> {
      if (delivered.add(series.labels())) {
        sink.accept(series);
      }
    };
  }
}
