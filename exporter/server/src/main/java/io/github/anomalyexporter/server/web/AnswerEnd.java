package io.github.anomalyexporter.server.web;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.function.IntConsumer;

/** Reports the status of a response when the request ends, synchronously or asynchronously. */
final class AnswerEnd implements AsyncListener {
  private final HttpServletResponse response;
  private final IntConsumer status;

  private AnswerEnd(HttpServletResponse response, IntConsumer status) {
    this.response = response;
    this.status = status;
  }

  /**
   * Registers the report. To be called when the servlet has returned or thrown.
   *
   * @param returned false if the servlet has thrown, which becomes a 500 only after the filters
   */
  static void of(
      HttpServletRequest request,
      HttpServletResponse response,
      boolean returned,
      IntConsumer status) {
    if (!returned) {
      status.accept(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
    } else if (request.isAsyncStarted()) {
      request.getAsyncContext().addListener(new AnswerEnd(response, status));
    } else {
      status.accept(response.getStatus());
    }
  }

  @Override
  public void onComplete(AsyncEvent event) {
    status.accept(response.getStatus());
  }

  /** Followed by {@link #onComplete}. */
  @Override
  public void onError(AsyncEvent event) {}

  /** Followed by {@link #onComplete}. */
  @Override
  public void onTimeout(AsyncEvent event) {}

  @Override
  public void onStartAsync(AsyncEvent event) {
    event.getAsyncContext().addListener(this);
  }
}
