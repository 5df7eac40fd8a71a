package io.github.anomalyexporter.server.prometheus;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A call to Prometheus, or to Alertmanager, failed for good: retries and the failover URL, where
 * they apply, are used up. The message names the URL and the query, shortened, and holds no secret.
 */
public final class PrometheusException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Prometheus' error type for an expression or a parameter that it cannot read. */
  static final String BAD_DATA = "bad_data";

  /** What went wrong, as coarse as what one does about it. */
  public enum Category {
    /** No connection, or it broke off: name resolution, TLS, reset. */
    CONNECTION,
    /** No complete answer in time. */
    TIMEOUT,
    /** HTTP 401 or 403, or credentials that cannot be read. */
    UNAUTHORIZED,
    /** The API says that the request is at fault, and has not answered it before. */
    REJECTED,
    /**
     * The server is at fault or overloaded (HTTP 429, 5xx), a store behind it is, or it refuses
     * what it has answered before.
     */
    SERVER,
    /**
     * The answer, or the refusal, is none of the API: a login page, a proxy's error, a redirect.
     */
    MALFORMED,
    /** The source says that a part of the data is missing. */
    INCOMPLETE,
    /** The answer has more samples, or is longer, than is allowed. */
    TOO_LARGE;

    /** The value of a metric's {@code category} label. */
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
   * @param httpStatus 0 where there was no answer
   * @param errorType Prometheus' own
   * @param reason Prometheus' own message, or what was found instead of one
   * @param retryAfter how long the server asked to be left alone, 0 where it did not
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

  /** Empty where there was no answer. */
  public OptionalInt httpStatus() {
    return httpStatus == 0 ? OptionalInt.empty() : OptionalInt.of(httpStatus);
  }

  /** Prometheus' own, e.g. {@code bad_data}, {@code execution}, {@code timeout}. */
  public Optional<String> errorType() {
    return Optional.ofNullable(errorType);
  }

  /** Prometheus' own message, or what was found instead of one. */
  public String reason() {
    return reason;
  }

  Duration retryAfter() {
    return retryAfter;
  }

  /**
   * Whether the server refused to evaluate so much at once, and may well evaluate less. That it
   * holds too many samples ({@code --query.max-samples}) it only says in words.
   */
  boolean isTooMuchAtOnce() {
    return httpStatus != 0
        && errorType != null
        && (errorType.equals("timeout") || reason.contains("too many samples"));
  }

  /** Whether the API itself refused to evaluate the expression. */
  boolean isRefusal() {
    return httpStatus != 0 && errorType != null && !isTooMuchAtOnce();
  }

  /**
   * Series of an incomplete answer have reached the sink. Their values may be wrong, and the sink
   * takes each series once, so the request cannot be repeated.
   */
  PrometheusException afterDelivery() {
    delivered = true;
    return this;
  }

  /** Whether the same request to the same server may well succeed a moment later. */
  boolean isTransient() {
    return !delivered && !isTooMuchAtOnce() && (isOfServer() || mayPass());
  }

  /** Whether another server may well answer: also where this one, or its proxy, talks nonsense. */
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
   * An evaluation fails by its data too, and Thanos and VictoriaMetrics report a store that is
   * restarting by the same status; a proxy's own 404 or 400 lasts as long as what is behind it is
   * away. Only an expression that cannot be read ({@code bad_data}) stays what it is.
   */
  private boolean mayPass() {
    return switch (category) {
      case REJECTED -> errorType != null && !errorType.equals(BAD_DATA);
      case MALFORMED -> httpStatus >= 400;
      default -> false;
    };
  }
}
