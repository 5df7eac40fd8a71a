package io.github.anomalyexporter.server.http;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A request failed after all applicable retries and the failover URL. The message contains the URL
 * and the subject of the request, and no secret.
 */
public final class RequestException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Category of a failure; categories differ in their remedy. */
  public enum Category {
    /** No connection, or the connection broke off: name resolution, TLS, reset. */
    CONNECTION,
    /** No complete response in time. */
    TIMEOUT,
    /** HTTP 401 or 403, or credentials that cannot be read. */
    UNAUTHORIZED,
    /** The API reports that the request is at fault, and has not answered it before. */
    REJECTED,
    /**
     * The server or a store behind it is at fault or overloaded (HTTP 429, 5xx), or it refuses a
     * request that it answered before.
     */
    SERVER,
    /** The response is not a response of the API: a login page, a proxy's error, a redirect. */
    MALFORMED,
    /** The source reports that a part of the data is missing. */
    INCOMPLETE,
    /** The response has more samples or bytes than allowed. */
    TOO_LARGE;

    /** Returns the value of the {@code category} label of metrics. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Returns the category of a refused request by its HTTP status; {@link #REJECTED} for a status
     * that blames neither the credentials nor the server.
     */
    public static Category ofRefusal(int status) {
      if (status == 401 || status == 403) {
        return UNAUTHORIZED;
      }
      return status == 429 || status >= 500 ? SERVER : REJECTED;
    }

    private boolean isOfServer() {
      return this == CONNECTION || this == TIMEOUT || this == SERVER || this == INCOMPLETE;
    }
  }

  private final Category category;
  private final int httpStatus;
  private final @Nullable String errorType;
  private final String reason;
  private final Duration retryAfter;
  private final boolean mayPass;
  private boolean delivered;

  /**
   * @param target URL and subject of the request, for the message
   * @param httpStatus 0 if there was no response
   */
  RequestException(
      Category category, String target, int httpStatus, String reason, @Nullable Throwable cause) {
    super(message(category, target, httpStatus, null, reason), cause);
    this.category = category;
    this.httpStatus = httpStatus;
    this.errorType = null;
    this.reason = reason;
    this.retryAfter = Duration.ZERO;
    this.mayPass = category.isOfServer();
  }

  /**
   * A refused request.
   *
   * @param target URL and subject of the request, for the message
   * @param reason the API's message, or a description of the response if it has none
   * @param retryAfter minimum pause requested by the server, else 0
   */
  RequestException(
      ApiResponse.Refused<?> refused,
      String target,
      int httpStatus,
      String reason,
      Duration retryAfter) {
    super(message(refused.category(), target, httpStatus, refused.errorType(), reason));
    this.category = refused.category();
    this.httpStatus = httpStatus;
    this.errorType = refused.errorType();
    this.reason = reason;
    this.retryAfter = retryAfter;
    this.mayPass = refused.mayPass();
  }

  private static String message(
      Category category, String target, int httpStatus, @Nullable String errorType, String reason) {
    return target
        + ": "
        + category.label()
        + (httpStatus == 0 ? "" : ", HTTP " + httpStatus)
        + (errorType == null ? "" : ", " + errorType)
        + ": "
        + reason;
  }

  public Category category() {
    return category;
  }

  /** Returns the HTTP status; empty if there was no response. */
  public OptionalInt httpStatus() {
    return httpStatus == 0 ? OptionalInt.empty() : OptionalInt.of(httpStatus);
  }

  /** Returns the API's name of this kind of error. */
  public Optional<String> errorType() {
    return Optional.ofNullable(errorType);
  }

  /** Returns the API's message, or a description of the response if it has none. */
  public String reason() {
    return reason;
  }

  Duration retryAfter() {
    return retryAfter;
  }

  /**
   * Marks this failure as not retryable because a part of an incomplete response was delivered: its
   * values may be wrong, and each value is delivered only once.
   */
  RequestException afterDelivery() {
    delivered = true;
    return this;
  }

  /** Returns whether the same request to the same server may succeed shortly after. */
  boolean isTransient() {
    return mayPass && !delivered;
  }

  /**
   * Returns whether another server may answer, including after an invalid response of this server
   * or its proxy.
   */
  boolean isServersFault() {
    return !delivered && (category.isOfServer() || category == Category.MALFORMED);
  }
}
