package io.github.anomalyexporter.server.prometheus;

import com.fasterxml.jackson.core.JsonFactory;
import io.github.anomalyexporter.server.prometheus.PrometheusException.Category;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls with retries and failover, each within its deadline, on threads of {@link CallThreads}.
 * Thread-safe.
 */
final class Transport {
  private final RotatingHttpClient client;
  private final JsonFactory json;
  private final Endpoints endpoints;
  private final Retries retries;
  private final Semaphore permits;
  private final QueryObserver observer;
  private final Notices notices = new Notices();
  private final AnsweredExpressions answered = new AnsweredExpressions();

  /** Number of retries per server and pauses between them. */
  record Retries(int most, Backoff backoff, Sleeper sleeper) {}

  Transport(
      RotatingHttpClient client,
      JsonFactory json,
      Endpoints endpoints,
      Retries retries,
      int maxConcurrentRequests,
      QueryObserver observer) {
    this.client = client;
    this.json = json;
    this.endpoints = endpoints;
    this.retries = retries;
    this.permits = new Semaphore(maxConcurrentRequests, true);
    this.observer = observer;
  }

  /**
   * Tries the servers in order; each server except the last has half of the remaining time because
   * it may hang.
   *
   * @param data a new decoder for each attempt
   * @throws PrometheusException the failure of the first server, with the other failure as
   *     suppressed
   */
  <T> T call(ApiRequest request, Supplier<? extends ResponseData<T>> data, Deadline deadline)
      throws InterruptedException {
    List<Endpoint> order = endpoints.inOrder();
    PrometheusException first = null;
    for (int i = 0; i < order.size(); i++) {
      Endpoint endpoint = order.get(i);
      Deadline share = i == order.size() - 1 ? deadline : deadline.half();
      try {
        T value = callWithRetries(endpoint, request, data, share);
        request.expression().ifPresent(answered::answered);
        return value;
      } catch (PrometheusException e) {
        if (e.isRefusal()) {
          request.expression().ifPresent(answered::refused);
        }
        if (!e.isServersFault()) {
          throw e;
        }
        endpoints.failed(endpoint, e);
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    throw Objects.requireNonNull(first);
  }

  private <T> T callWithRetries(
      Endpoint endpoint,
      ApiRequest request,
      Supplier<? extends ResponseData<T>> data,
      Deadline deadline)
      throws InterruptedException {
    for (int retry = 0; ; retry++) {
      try {
        return attempt(endpoint, request, data.get(), deadline);
      } catch (PrometheusException e) {
        Duration pause = retries.backoff().pause(retry, e.retryAfter());
        boolean timeLeft = pause.compareTo(deadline.remaining()) < 0;
        if (!e.isTransient() || retry == retries.most() || !timeLeft) {
          throw e;
        }
        retries.sleeper().sleep(pause);
      }
    }
  }

  private <T> T attempt(
      Endpoint endpoint, ApiRequest request, ResponseData<T> data, Deadline deadline)
      throws InterruptedException {
    if (!permits.tryAcquire(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
      throw new PrometheusException(
          Category.TIMEOUT,
          endpoint.target(request),
          0,
          null,
          "not sent in time: earlier queries took too long",
          Duration.ZERO,
          null);
    }
    boolean answeredBefore = request.expression().filter(answered::contains).isPresent();
    long start = System.nanoTime();
    try {
      Envelope envelope =
          new Attempt<>(endpoint, request, data, deadline, answeredBefore)
              .run(client.current(), json);
      observe(null, start, data);
      notices.log(endpoint.target(request), envelope);
      return data.value();
    } catch (PrometheusException e) {
      observe(e.category(), start, data);
      throw e;
    } finally {
      permits.release();
    }
  }

  private void observe(@Nullable Category failure, long start, ResponseData<?> data) {
    Duration duration = Duration.ofNanos(System.nanoTime() - start);
    observer.requestEnded(failure, duration, data.samples());
  }
}
