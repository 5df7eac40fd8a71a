package io.github.anomalyexporter.server.web.api;

/** A request cannot be answered now, and may be later; the message has the reason. */
public final class UnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UnavailableException(String message) {
    super(message);
  }
}
