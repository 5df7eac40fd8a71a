package io.github.anomalyexporter.server.web.api;

import io.github.anomalyexporter.server.web.page.Page;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Answers a bounded number of requests of one kind at one time, so that requests that are slow or
 * large do not take all workers. Safe for use by several threads.
 */
public final class BoundedAnswers {
  private final Semaphore places;
  private final String kind;
  private final @Nullable BoundedAnswers all;

  /**
   * @param atOnce number of requests that are answered at one time
   * @param kind as in "too many requests for a history"
   */
  public BoundedAnswers(int atOnce, String kind) {
    this(atOnce, kind, null);
  }

  private BoundedAnswers(int atOnce, String kind, @Nullable BoundedAnswers all) {
    this.places = new Semaphore(atOnce);
    this.kind = kind;
    this.all = all;
  }

  /** Returns a bound for a part of these requests, which are bounded together as well. */
  public BoundedAnswers part(int atOnce, String partKind) {
    return new BoundedAnswers(atOnce, partKind, this);
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
    begin();
    try {
      return answer.get();
    } finally {
      end();
    }
  }

  /**
   * Begins a request, which {@link #end} has to follow.
   *
   * @throws UnavailableException if there are too many of these requests
   */
  public void begin() {
    if (!places.tryAcquire()) {
      throw new UnavailableException("too many requests " + kind + " at the same time; try again");
    }
    try {
      if (all != null) {
        all.begin();
      }
    } catch (UnavailableException e) {
      places.release();
      throw e;
    }
  }

  /** Ends a request that {@link #begin} has begun. */
  public void end() {
    places.release();
    if (all != null) {
      all.end();
    }
  }
}
