package io.github.anomalyexporter.server.http;

import com.fasterxml.jackson.core.JsonFactory;
import io.github.anomalyexporter.server.config.HttpClientConfig;
import io.github.anomalyexporter.server.failure.UsageException;
import io.github.anomalyexporter.server.http.RequestException.Category;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Client of a JSON API: requests with retries and failover, each within its deadline. Every request
 * blocks until its response is read, and throws
 *
 * <ul>
 *   <li>{@link RequestException} if no valid response was received after retries and failover;
 *   <li>{@link InterruptedException} soon after the thread was interrupted;
 *   <li>{@link IllegalStateException} if the client is closed before or during the request; a pause
 *       before a retry ends first.
 * </ul>
 *
 * <p>Thread-safe; all callers share the limit of concurrent requests, first come, first served.
 */
public final class JsonClient implements AutoCloseable {
  private final RotatingHttpClient http;
  private final JsonFactory json;
  private final Endpoints endpoints;
  private final RetryPolicy retries;
  private final RequestObserver observer;

  /**
   * @param maxRequests maximum number of concurrent requests
   * @param maxSamples maximum number of samples in a response, for its maximum length
   * @throws UsageException if a TLS file cannot be used
   */
  public JsonClient(
      HttpClientConfig config,
      int maxRequests,
      long maxSamples,
      RetryPolicy retries,
      RequestObserver observer) {
    this(config, maxRequests, maxSamples, retries, observer, new Endpoints(config));
  }

  JsonClient(
      HttpClientConfig config,
      int maxRequests,
      long maxSamples,
      RetryPolicy retries,
      RequestObserver observer,
      Endpoints endpoints) {
    this.http = new RotatingHttpClient(config, maxRequests);
    this.json = ResponseData.json(maxSamples);
    this.endpoints = endpoints;
    this.retries = retries;
    this.observer = observer;
  }

  /**
   * Tries the servers in order; each server except the last has half of the remaining time because
   * it may hang.
   *
   * @param readers a new reader for each attempt
   * @throws RequestException the failure of the first server, or of the second server if it shows
   *     that the request is at fault; with the other failure as suppressed
   */
  public <T> T call(
      ApiRequest request, Supplier<? extends ResponseReader<T>> readers, Deadline deadline)
      throws InterruptedException {
    List<Endpoint> order = endpoints.inOrder();
    RequestException first = null;
    for (int i = 0; i < order.size(); i++) {
      Endpoint endpoint = order.get(i);
      Deadline share = i == order.size() - 1 ? deadline : deadline.half();
      try {
        return callWithRetries(endpoint, request, readers, share);
      } catch (RequestException e) {
        if (!mayAskAnother(request, e)) {
          if (first != null) {
            e.addSuppressed(first);
          }
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

  /** A change of state is not asked for twice, unless it cannot have reached the first server. */
  private static boolean mayAskAnother(ApiRequest request, RequestException failure) {
    return request.change() == null
        ? failure.isServersFault()
        : failure.category() == Category.CONNECTION;
  }

  private <T> T callWithRetries(
      Endpoint endpoint,
      ApiRequest request,
      Supplier<? extends ResponseReader<T>> readers,
      Deadline deadline)
      throws InterruptedException {
    for (int retry = 0; ; retry++) {
      try {
        return attempt(new Attempt<>(endpoint, request, readers.get(), deadline));
      } catch (RequestException e) {
        Optional<Duration> pause = retries.pause(retry, e, deadline);
        if (pause.isEmpty()) {
          throw e;
        }
        retries.sleeper().sleep(pause.get());
      }
    }
  }

  private <T> T attempt(Attempt<T> attempt) throws InterruptedException {
    http.requireOpen();
    try {
      T value = attempt.run(http.current(), json);
      observe(null, attempt);
      return value;
    } catch (NotSentException e) {
      http.requireOpen();
      throw attempt.notSent(e);
    } catch (RequestException e) {
      http.requireOpen();
      observe(e.category(), attempt);
      throw e;
    }
  }

  private void observe(@Nullable Category failure, Attempt<?> attempt) {
    observer.requestEnded(failure, attempt.duration(), attempt.samples());
  }

  /** Cancels running requests and closes the connections. */
  @Override
  public void close() {
    http.close();
  }
}
