package io.github.anomalyexporter.testing;

/** An invalid command line. */
final class UsageException extends Exception {
  private static final long serialVersionUID = 1;

  UsageException(String message) {
    super(message);
  }
}
