package io.github.anomalyexporter.server.web.api;

import io.github.anomalyexporter.server.web.page.Page;

/** A request is not done; the message says why, and what to do instead. */
final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String errorType;

  /**
   * Creates the refusal of a request.
   *
   * @param status of HTTP
   * @param errorType its name in the API
   */
  RefusedException(int status, String errorType, String message) {
    super(message);
    this.status = status;
    this.errorType = errorType;
  }

  /** Refuses what the present state does not allow. */
  static RefusedException conflict(String message) {
    return new RefusedException(409, "conflict", message);
  }

  Page page() {
    return Envelope.failure(status, errorType, String.valueOf(getMessage()));
  }
}
