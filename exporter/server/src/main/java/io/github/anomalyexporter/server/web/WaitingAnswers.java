package io.github.anomalyexporter.server.web;

import io.github.anomalyexporter.server.web.api.Envelope;
import io.github.anomalyexporter.server.web.page.Page;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Answers requests that wait for other servers, a bounded number at one time, so that a slow server
 * does not block all workers. Safe for use by several threads.
 */
final class WaitingAnswers {
  /** Leaves workers, and half of the usual limit of concurrent queries to the scoring runs. */
  private static final int AT_ONCE = 2;

  private final Semaphore places = new Semaphore(AT_ONCE);

  /** Returns the answer, or that there are too many of these requests. */
  Page answer(Supplier<Page> answer) {
    if (!places.tryAcquire()) {
      return Envelope.failure(
              503, "unavailable", "too many requests for a history at the same time; try again")
          .with(Map.of("Retry-After", "1"));
    }
    try {
      return answer.get();
    } finally {
      places.release();
    }
  }
}
