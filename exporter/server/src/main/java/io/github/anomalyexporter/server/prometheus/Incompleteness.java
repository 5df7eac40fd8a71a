package io.github.anomalyexporter.server.prometheus;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The marks by which a source says, in a successful response, that a part of the data is missing
 * from it:
 *
 * <ul>
 *   <li>{@code "isPartial": true}: VictoriaMetrics, where a storage node did not answer
 *   <li>a warning that is no annotation of PromQL: Thanos, where a store did not answer; Cortex,
 *       where a zone did not; Prometheus, where a remote read failed or a limit truncated the
 *       result
 * </ul>
 *
 * Annotations of PromQL are about the expression ({@code PromQL warning: bucket label "le" is
 * missing}); Prometheus 2.48 to 2.53 has its infos among the warnings as well.
 */
final class Incompleteness {
  /** Thanos' word for a time or external labels that none of its stores has. */
  private static final String NO_STORE = "No StoreAPIs matched for this query";

  private static final String ANNOTATION = "PromQL ";

  /** What is shown of many. */
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
   * Why data is missing; empty for a complete response.
   *
   * @param beforeData whether the request may be about a time before the first stored sample: that
   *     no store has it means then that there is nothing
   */
  Optional<String> reason(boolean beforeData) {
    if (!marks.isEmpty()) {
      return Optional.of(String.join("; ", marks));
    } else if (partial) {
      return Optional.of("the source says isPartial: true");
    }
    return noStore && !beforeData ? Optional.of(NO_STORE) : Optional.empty();
  }
}
