package io.github.anomalyexporter.server.prometheus;

import io.github.anomalyexporter.server.prometheus.PrometheusException.Category;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Distinguishes a faulty request from a faulty source, by the response and by whether the source
 * has answered the same expression before.
 */
final class Refusal {
  /** URL, body or header too long: the request is at fault. */
  private static final Set<Integer> TOO_LONG = Set.of(413, 414, 431);

  /** Error types of Prometheus that refer to the query, with any status. */
  private static final Set<String> ABOUT_QUERY = Set.of(PrometheusException.BAD_DATA, "execution");

  /** Messages of Thanos, Cortex and VictoriaMetrics about a component that does not answer. */
  private static final Pattern FAILING_STORE =
      Pattern.compile(
          "rpc error|connection (refused|error|reset)|no such host|i/o timeout|vmstorage"
              + "|store unavailable|context (canceled|deadline exceeded)|unexpected EOF");

  private Refusal() {}

  /**
   * Returns the category of a request that the API itself refused.
   *
   * @param answeredBefore whether the source recently answered the expression
   */
  static Category ofApi(int status, Envelope envelope, boolean answeredBefore) {
    String errorType = envelope.errorType() == null ? "" : envelope.errorType();
    String error = envelope.error() == null ? "" : envelope.error();
    Category byStatus = byStatus(status);
    if (byStatus != Category.REJECTED) {
      return byStatus;
    }
    boolean failingStore =
        !errorType.equals(PrometheusException.BAD_DATA) && FAILING_STORE.matcher(error).find();
    boolean otherThanQuery = status < 300 && !ABOUT_QUERY.contains(errorType);
    return answeredBefore || failingStore || otherThanQuery ? Category.SERVER : Category.REJECTED;
  }

  /**
   * Returns the category of a refusal that is not a response of the API: by a proxy, a gateway, a
   * web server.
   */
  static Category ofOther(int status, boolean answeredBefore) {
    Category byStatus = byStatus(status);
    if (byStatus != Category.REJECTED) {
      return byStatus;
    }
    return TOO_LONG.contains(status) && !answeredBefore ? Category.REJECTED : Category.MALFORMED;
  }

  private static Category byStatus(int status) {
    if (status == 401 || status == 403) {
      return Category.UNAUTHORIZED;
    }
    return status == 429 || status >= 500 ? Category.SERVER : Category.REJECTED;
  }
}
