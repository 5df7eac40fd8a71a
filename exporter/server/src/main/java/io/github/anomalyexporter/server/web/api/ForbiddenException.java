package io.github.anomalyexporter.server.web.api;

/** The caller may not have the answer to a request; the message has the reason. */
public final class ForbiddenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ForbiddenException(String message) {
    super(message);
  }
}
