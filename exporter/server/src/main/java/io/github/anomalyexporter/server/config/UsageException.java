package io.github.anomalyexporter.server.config;

/**
 * What a user has given cannot be used: a flag, a value, or a file that one of them names. The
 * message is for the user; it names the place and what was expected, and holds no secret.
 *
 * <p>Every other unchecked exception, such as {@link IllegalArgumentException}, is a fault of the
 * program and is never caught as wrong usage.
 */
public class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UsageException(String message) {
    super(message);
  }

  public UsageException(String message, Throwable cause) {
    super(message, cause);
  }
}
