package io.github.anomalyexporter.server.web;

/** The HTTP server cannot start or stop; the message names the address and the reason. */
public final class WebException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  WebException(String message, Throwable cause) {
    super(message, cause);
  }
}
