package io.github.anomalyexporter.server.prometheus;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Expressions that the source has answered before: if it refuses such an expression, the cause is
 * the source and not the expression. Thread-safe.
 */
final class AnsweredExpressions {
  /**
   * Number of consecutive refusals after which an expression counts as never answered: two minutes
   * of scoring by default, longer than the restart of a store. The expression may fail on new data,
   * which must not block the other features permanently.
   */
  static final int REFUSALS = 8;

  /**
   * Far more than the features of all detectors; the least recently used expressions are evicted.
   */
  private static final int MOST = 10_000;

  private final Map<String, Integer> refusals =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
          return size() > MOST;
        }
      };

  synchronized void answered(String expression) {
    refusals.put(expression, 0);
  }

  synchronized void refused(String expression) {
    refusals.computeIfPresent(expression, (key, count) -> count + 1);
  }

  synchronized boolean contains(String expression) {
    return refusals.getOrDefault(expression, REFUSALS) < REFUSALS;
  }
}
