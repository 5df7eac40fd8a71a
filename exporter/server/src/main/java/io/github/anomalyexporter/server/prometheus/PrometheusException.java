package io.github.anomalyexporter.server.prometheus;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A call to Prometheus or Alertmanager failed after all applicable retries and the failover URL.
 * The message contains the URL and the shortened query, and no secret.
 */
public final class PrometheusException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Prometheus' error type for an expression or a parameter that it cannot parse. */
  static final String BAD_DATA = "bad_data";

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
  }

  private final Category category;
  private final int httpStatus;
  private final @Nullable String errorType;
  private final String reason;
  private final Duration retryAfter;
  private boolean delivered;

  /**
   * @param target URL and query, for the message
   * @param httpStatus 0 if there was no response
   * @param errorType Prometheus' error type
   * @param reason Prometheus' message, or a description of the response if it has none
   * @param retryAfter minimum pause requested by the server, else 0
   */
  PrometheusException(
      Category category,
      String target,
      int httpStatus,
      @Nullable String errorType,
      String reason,
      Duration retryAfter,
      @Nullable Throwable cause) {
    super(message(category, target, httpStatus, errorType, reason), cause);
    this.category = category;
    this.httpStatus = httpStatus;
    this.errorType = errorType;
    this.reason = reason;
    this.retryAfter = retryAfter;
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

  /** Returns Prometheus' error type, e.g. {@code bad_data}, {@code execution}, {@code timeout}. */
  public Optional<String> errorType() {
    return Optional.ofNullable(errorType);
  }

  /** Returns Prometheus' message, or a description of the response if it has none. */
  public String reason() {
    return reason;
  }

  Duration retryAfter() {
    return retryAfter;
  }

  /**
   * Returns whether the server refused the amount of data and may evaluate a smaller request. Too
   * many samples ({@code --query.max-samples}) are reported only in the message text.
   */
  boolean isTooMuchAtOnce() {
    return httpStatus != 0
        && errorType != null
        && (errorType.equals("timeout") || reason.contains("too many samples"));
  }

  /** Returns whether the API itself refused to evaluate the expression. */
  boolean isRefusal() {
    return httpStatus != 0 && errorType != null && !isTooMuchAtOnce();
  }

  /**
   * Marks this failure as not retryable because series of an incomplete response have reached the
   * sink: their values may be wrong, and the sink receives each series only once.
   */
  PrometheusException afterDelivery() {
    delivered = true;
    return this;
  }

  /** Returns whether the same request to the same server may succeed shortly after. */
  boolean isTransient() {
    return !delivered && !isTooMuchAtOnce() && (isOfServer() || mayPass());
  }

  /**
   * Returns whether another server may answer, including after an invalid response of this server
   * or its proxy.
   */
  boolean isServersFault() {
    return !delivered && (isOfServer() || category == Category.MALFORMED);
  }

  private boolean isOfServer() {
    return category == Category.CONNECTION
        || category == Category.TIMEOUT
        || category == Category.SERVER
        || category == Category.INCOMPLETE;
  }

  /**
   * Returns whether the failure may be temporary. An evaluation can fail because of its data, and
   * Thanos and VictoriaMetrics report a restarting store by the same status; a proxy's own 404 or
   * 400 lasts while its backend is down. Only an expression that cannot be parsed ({@code
   * bad_data}) fails permanently.
   */
  private boolean mayPass() {
    return switch (category) {
      case REJECTED -> errorType != null && !errorType.equals(BAD_DATA);
      case MALFORMED -> httpStatus >= 400;
      default -> false;
    };
  }
}
