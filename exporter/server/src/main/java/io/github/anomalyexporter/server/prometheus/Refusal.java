package io.github.anomalyexporter.server.prometheus;

import io.github.anomalyexporter.server.http.ApiResponse;
import io.github.anomalyexporter.server.http.RequestException;
import io.github.anomalyexporter.server.http.RequestException.Category;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Distinguishes a faulty request from a faulty source, by the response and by whether the source
 * has answered the same expression before.
 */
final class Refusal {
  /** Error type for an expression or a parameter that cannot be parsed. */
  private static final String BAD_DATA = "bad_data";

  /** Error types of Prometheus that refer to the query, with any status. */
  private static final Set<String> ABOUT_QUERY = Set.of(BAD_DATA, "execution");

  /** Messages of Thanos, Cortex and VictoriaMetrics about a component that does not answer. */
  private static final Pattern FAILING_STORE =
      Pattern.compile(
          "rpc error|connection (refused|error|reset)|no such host|i/o timeout|vmstorage"
              + "|store unavailable|context (canceled|deadline exceeded)|unexpected EOF");

  private Refusal() {}

  /**
   * Returns the refusal of a request by the API itself.
   *
   * @param answeredBefore whether the source recently answered the expression
   */
  static <T> ApiResponse.Refused<T> of(int status, Envelope envelope, boolean answeredBefore) {
    String errorType = envelope.errorType();
    String error = envelope.error();
    Category category =
        category(
            status,
            Objects.requireNonNullElse(errorType, ""),
            Objects.requireNonNullElse(error, ""),
            answeredBefore);
    boolean mayPass = mayPass(category, errorType) && !isTooMuch(errorType, error);
    return new ApiResponse.Refused<>(category, errorType, error, mayPass);
  }

  private static Category category(
      int status, String errorType, String error, boolean answeredBefore) {
    Category byStatus = Category.ofRefusal(status);
    if (byStatus != Category.REJECTED) {
      return byStatus;
    }
    boolean failingStore = !errorType.equals(BAD_DATA) && FAILING_STORE.matcher(error).find();
    boolean otherThanQuery = status < 300 && !ABOUT_QUERY.contains(errorType);
    return answeredBefore || failingStore || otherThanQuery ? Category.SERVER : Category.REJECTED;
  }

  /**
   * Returns whether the failure may be temporary. An evaluation can fail because of its data, and
   * Thanos and VictoriaMetrics report a restarting store by the same status. Only an expression
   * that cannot be parsed fails permanently.
   */
  private static boolean mayPass(Category category, @Nullable String errorType) {
    return switch (category) {
      case SERVER -> true;
      case REJECTED -> errorType != null && !errorType.equals(BAD_DATA);
      default -> false;
    };
  }

  /**
   * Returns whether the source refused the amount of data and may evaluate a smaller request. Too
   * many samples ({@code --query.max-samples}) are reported only in the message text.
   */
  static boolean isTooMuch(RequestException failure) {
    return isTooMuch(failure.errorType().orElse(null), failure.reason());
  }

  private static boolean isTooMuch(@Nullable String errorType, @Nullable String error) {
    return errorType != null
        && (errorType.equals("timeout") || (error != null && error.contains("too many samples")));
  }

  /** Returns whether the source itself refused to evaluate the expression. */
  static boolean isOfExpression(RequestException failure) {
    return failure.errorType().isPresent() && !isTooMuch(failure);
  }
}
