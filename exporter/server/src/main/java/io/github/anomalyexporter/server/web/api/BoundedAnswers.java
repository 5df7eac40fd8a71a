package io.github.anomalyexporter.server.web.api;

import io.github.anomalyexporter.server.web.page.Page;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Answers a bounded number of requests of one kind at one time, so that requests that are slow or
 * large do not take all workers. Safe for use by several threads.
 */
public final class BoundedAnswers {
  private final Semaphore places;
  private final String kind;

  /**
   * @param atOnce number of requests that are answered at one time
   * @param kind as in "too many requests for a history"
   */
  public BoundedAnswers(int atOnce, String kind) {
    this.places = new Semaphore(atOnce);
    this.kind = kind;
  }

  /** Returns the answer, or that there are too many of these requests. */
  public Page answer(Supplier<Page> answer) {
    try {
      return admit(answer);
    } catch (UnavailableException e) {
      return Envelope.failure(503, "unavailable", String.valueOf(e.getMessage()))
          .with(Map.of("Retry-After", "1"));
    }
  }

  /**
   * Returns the answer.
   *
   * @throws UnavailableException if there are too many of these requests
   */
  <T> T admit(Supplier<T> answer) {
    if (!places.tryAcquire()) {
      throw new UnavailableException("too many requests " + kind + " at the same time; try again");
    }
    try {
      return answer.get();
    } finally {
      places.release();
    }
  }
}
