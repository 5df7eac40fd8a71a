package io.github.anomalyexporter.server.prometheus;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Marks in a successful response by which a source reports that data is missing:
 *
 * <ul>
 *   <li>{@code "isPartial": true}: VictoriaMetrics, if a storage node did not answer
 *   <li>a warning that is not a PromQL annotation: Thanos, if a store did not answer; Cortex, if a
 *       zone did not answer; Prometheus, if a remote read failed or a limit truncated the result
 * </ul>
 *
 * Annotations of PromQL are about the expression ({@code PromQL warning: bucket label "le" is
 * missing}); Prometheus 2.48 to 2.53 returns infos as warnings.
 */
final class Incompleteness {
  /** Warning of Thanos for a time or external labels that no store has. */
  private static final String NO_STORE = "No StoreAPIs matched for this query";

  private static final String ANNOTATION = "PromQL ";

  /** Maximum number of marks in a message. */
  private static final int MOST_MARKS = 10;

  private final Set<String> marks = new LinkedHashSet<>();
  private boolean partial;
  private boolean noStore;

  void warning(String text) {
    String warning = text.strip();
    if (warning.startsWith(NO_STORE)) {
      noStore = true;
    } else if (!warning.startsWith(ANNOTATION) && marks.size() < MOST_MARKS) {
      marks.add(warning);
    }
  }

  void isPartial(boolean value) {
    partial |= value;
  }

  boolean isPartial() {
    return partial;
  }

  /**
   * Returns why data is missing; empty for a complete response.
   *
   * @param beforeData whether the request may cover a time before the first stored sample; the
   *     warning that no store has this time then means an empty result
   */
  Optional<String> reason(boolean beforeData) {
    if (!marks.isEmpty()) {
      return Optional.of(String.join("; ", marks));
    } else if (partial) {
      return Optional.of("the source reports isPartial: true");
    }
    return noStore && !beforeData ? Optional.of(NO_STORE) : Optional.empty();
  }
}
