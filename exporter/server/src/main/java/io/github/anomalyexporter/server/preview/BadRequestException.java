package io.github.anomalyexporter.server.preview;

/** A request is wrong; the message names the members, what was expected and what was found. */
public final class BadRequestException extends Exception {
  private static final long serialVersionUID = 1L;

  BadRequestException(String message, Throwable cause) {
    super(message, cause);
  }
}
