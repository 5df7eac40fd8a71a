package io.github.anomalyexporter.server.web;

import io.github.anomalyexporter.server.web.api.Envelope;
import io.github.anomalyexporter.server.web.page.Page;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Answers a bounded number of requests of one kind at one time, so that requests that are slow or
 * large do not take all workers. Safe for use by several threads.
 */
final class BoundedAnswers {
  private final Semaphore places;
  private final String kind;

  /**
   * @param atOnce number of requests that are answered at one time
   * @param kind as in "too many requests for a history"
   */
  BoundedAnswers(int atOnce, String kind) {
    this.places = new Semaphore(atOnce);
    this.kind = kind;
  }

  /** Returns the answer, or that there are too many of these requests. */
  Page answer(Supplier<Page> answer) {
    if (!places.tryAcquire()) {
      return Envelope.failure(
              503, "unavailable", "too many requests " + kind + " at the same time; try again")
          .with(Map.of("Retry-After", "1"));
    }
    try {
      return answer.get();
    } finally {
      places.release();
    }
  }
}
