package io.github.anomalyexporter.server.failure;

/**
 * Invalid user input: a flag, a value, or a file named by either. The message is for the user; it
 * contains the place and the expectation, and no secret.
 *
 * <p>Every other unchecked exception, such as {@link IllegalArgumentException}, is a bug and is
 * never reported as invalid usage.
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
