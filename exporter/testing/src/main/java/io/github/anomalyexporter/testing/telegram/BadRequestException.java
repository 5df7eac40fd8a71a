package io.github.anomalyexporter.testing.telegram;

/** A request that Telegram refuses; the message is that of its response. */
final class BadRequestException extends Exception {
  private static final long serialVersionUID = 1;

  BadRequestException(String description) {
    super(description);
  }
}
