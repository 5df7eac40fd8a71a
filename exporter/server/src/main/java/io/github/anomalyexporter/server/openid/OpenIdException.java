package io.github.anomalyexporter.server.openid;

/** A login or a token is refused, or the provider cannot be used. The message has no secret. */
public final class OpenIdException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean unavailable;

  private OpenIdException(String message, boolean unavailable) {
    super(message);
    this.unavailable = unavailable;
  }

  static OpenIdException refused(String message) {
    return new OpenIdException(message, false);
  }

  static OpenIdException unavailable(String message) {
    return new OpenIdException(message, true);
  }

  /** Returns whether the same login may succeed later. */
  public boolean isUnavailable() {
    return unavailable;
  }
}
